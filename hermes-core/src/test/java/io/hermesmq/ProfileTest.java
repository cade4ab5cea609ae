package io.hermesmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ProfileTest {

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldBlockPublishersAndLetManyPublish(final Profile profile) {
        assertThat(profile.channel().onFull()).isEqualTo(OnFull.BLOCK);
        assertThat(profile.channel().producers()).isEqualTo(Producers.MULTI);
        assertThat(profile.lane().stepped()).isFalse();
        assertThat(profile.lane().cpu()).isEqualTo(LaneConfig.NO_CPU);
    }

    @Test
    void shouldBurnNoCoreByDefault() {
        assertThat(Profile.BALANCED.lane().idle()).isEqualTo(IdleMode.AUTO);
        assertThat(Profile.SMALL.lane().idle()).isEqualTo(IdleMode.PARK);
    }

    @Test
    void shouldShareALaneInTheSmallProfileOnly() {
        assertThat(Arrays.stream(Profile.values()).filter(Profile::sharesLane)).containsExactly(Profile.SMALL);
    }
}
