package dev.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrecisionTest {
    @Test
    void bf16PaysWithAmxAndOnAmdOnly() {
        assertThat(Precision.pays("vendor_id : GenuineIntel\nflags : avx512_bf16 amx_bf16 amx_tile"))
                .isTrue();
        assertThat(Precision.pays("vendor_id : AuthenticAMD\nflags : avx512f avx512_bf16"))
                .isTrue();
        assertThat(Precision.pays("vendor_id : GenuineIntel\nflags : avx512f avx512_bf16"))
                .isFalse();
        assertThat(Precision.pays("vendor_id : AuthenticAMD\nflags : avx2")).isFalse();
        assertThat(Precision.pays("")).isFalse();
    }

    @Test
    void fp32AlwaysPays() {
        assertThat(Precision.FP32.pays()).isTrue();
    }
}
