package io.hermesmq.reliability.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.Acknowledge;
import org.junit.jupiter.api.Test;

class AppOptionsTest {

    @Test
    void shouldReadItsOwnCommandLine() {
        final AppOptions options = AppOptions.DEFAULT
                .with(AppOption.ACKNOWLEDGE, Acknowledge.SYNCED)
                .with(AppOption.LISTENERS, "a,B")
                .with(AppOption.RATE, 5_000);
        final AppOptions read = AppOptions.parse(options.arguments().toArray(String[]::new));
        assertThat(read.constant(AppOption.ACKNOWLEDGE, Acknowledge.class)).isEqualTo(Acknowledge.SYNCED);
        assertThat(read.list(AppOption.LISTENERS)).containsExactly("a", "B");
        assertThat(read.integer(AppOption.RATE)).isEqualTo(5_000);
        assertThat(read.integer(AppOption.PUBLISHERS)).isEqualTo(2);
        assertThat(read.toString()).isEqualTo("--acknowledge=SYNCED --rate=5000 --listeners=a,B");
    }

    @Test
    void shouldHaveNoListenersWhereNoneAreNamed() {
        assertThat(AppOptions.DEFAULT.list(AppOption.LISTENERS)).isEmpty();
    }

    @Test
    void shouldNotOverwriteWhatIsSet() {
        final AppOptions options = AppOptions.parse("--roll-cycle=daily");
        assertThat(options.orElse(AppOption.ROLL_CYCLE, "SECONDLY").text(AppOption.ROLL_CYCLE))
                .isEqualTo("daily");
        assertThat(AppOptions.DEFAULT.orElse(AppOption.ROLL_CYCLE, "SECONDLY").text(AppOption.ROLL_CYCLE))
                .isEqualTo("SECONDLY");
    }

    @Test
    void shouldNameTheOptionsThereAre() {
        assertThatThrownBy(() -> AppOptions.parse("--roll=daily"))
                .hasMessageStartingWith("there is no option '--roll'; there are [--application, --record, ");
        assertThatThrownBy(() -> AppOptions.parse("--rate")).hasMessage("--rate has no value; write --rate=0");
    }
}
