package dev.graft.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HomeTest {
    @Test
    void isWhereTheUserSaysElseWhereCachesAre() {
        Map<String, String> both = Map.of("GRAFT_HOME", "/data/graft", "XDG_CACHE_HOME", "/caches");
        assertThat(Home.of(both, "/home/ann").root()).isEqualTo(Path.of("/data/graft"));
        assertThat(Home.of(Map.of("XDG_CACHE_HOME", "/caches"), "/home/ann").root())
                .isEqualTo(Path.of("/caches/graft"));
        assertThat(Home.of(Map.of("XDG_CACHE_HOME", "not/absolute", "GRAFT_HOME", " "), "/home/ann")
                        .root())
                .isEqualTo(Path.of("/home/ann/.cache/graft"));
        assertThat(Home.of(Map.of("HOME", "/h"), "?").root()).isEqualTo(Path.of("/h/.cache/graft"));
        assertThat(Home.of(Map.of(), "?").root()).isAbsolute();
    }

    @Test
    void hasAFolderForEachKind() {
        Home home = new Home(Path.of("/g"));
        assertThat(home.models()).isEqualTo(Path.of("/g/models"));
        assertThat(home.features()).isEqualTo(Path.of("/g/features"));
        assertThat(home.natives()).isEqualTo(Path.of("/g/natives"));
    }
}
