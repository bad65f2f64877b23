package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Test
    void changesWithInputsTargetsAndOrderOnly() throws Exception {
        String print = Fingerprint.of(Texts.of("a", "1", "b", "2"));

        assertThat(print).matches("[0-9a-f]{64}");
        assertThat(Fingerprint.of(
                        new Samples<>("other", Texts.of("a", "1", "b", "2").samples())))
                .isEqualTo(print);
        assertThat(Fingerprint.of(Texts.of("a", "1", "c", "2"))).isNotEqualTo(print);
        assertThat(Fingerprint.of(Texts.of("a", "1", "b", "1"))).isNotEqualTo(print);
        assertThat(Fingerprint.of(Texts.of("b", "2", "a", "1"))).isNotEqualTo(print);
        assertThat(Fingerprint.of(Texts.of("\ud83d", "1"))).isNotEqualTo(Fingerprint.of(Texts.of("\ud83e", "1")));
    }

    /** A saved model names its data by this, so it may never change. */
    @Test
    void isWhatEarlierReleasesWrote() throws Exception {
        assertThat(Fingerprint.of(Texts.of("good", "pos", "schlecht", "neg")))
                .isEqualTo("a5fa3547d7ff6ad36166c196867609c98bcdea1e309f27e585c0b603df35bad1");
    }
}
