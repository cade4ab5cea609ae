package io.hermesmq.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.Producers;
import io.hermesmq.Profile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void shouldReadEveryOption() {
        final Options options = Options.parse(
                "handover",
                "--quick",
                "--rounds",
                "11",
                "--forks",
                "5",
                "--rate",
                "1000",
                "--profile",
                "low-latency",
                "--producers",
                "single",
                "--peers",
                "agrona-one-to-one,jctools-spsc",
                "--place",
                "any",
                "--messages",
                "5000",
                "--journal",
                "--dir",
                "target/journals");

        assertThat(options.benchmark()).isEqualTo("handover");
        assertThat(options.quick()).isTrue();
        assertThat(options.rounds()).isEqualTo(11);
        assertThat(options.forks()).isEqualTo(5);
        assertThat(options.rate()).isEqualTo(1000);
        assertThat(options.profile()).isEqualTo(Profile.LOW_LATENCY);
        assertThat(options.producers()).isEqualTo(Producers.SINGLE);
        assertThat(options.peers()).containsExactlyInAnyOrder("agrona-one-to-one", "jctools-spsc");
        assertThat(options.near()).isFalse();
        assertThat(options.messages()).isEqualTo(5000);
        assertThat(options.journal()).isTrue();
        assertThat(options.directory()).isEqualTo(Path.of("target", "journals"));
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Options.parse("handover", "--fast"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--fast");
        assertThatThrownBy(() -> Options.parse("handover", "--rounds", "0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--rounds 0");
    }

    @Test
    void shouldLeaveTheRestToJmh() {
        assertThat(Options.parse("jmh", "--quick", "HermesSteps", "-f", "1").rest())
                .containsExactly("HermesSteps", "-f", "1");
    }

    @Test
    void shouldTakeAtLeastSevenRounds() {
        assertThat(Options.parse("handover").plan(0).rounds()).isGreaterThanOrEqualTo(7);
        assertThat(Options.parse("handover", "--quick", "--budget-ms", "2000")
                        .plan(500)
                        .rounds())
                .isGreaterThanOrEqualTo(7);
    }
}
