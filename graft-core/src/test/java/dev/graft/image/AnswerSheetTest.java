package dev.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerSheetTest {
    private static final Pixels GREY = new Pixels(20, 10, 1, filled(200, (byte) 100));

    private static byte[] filled(int length, byte value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, value);
        return bytes;
    }

    @Test
    void framesRightAnswersInGreenAndWrongOnesInRed() {
        Pixels sheet = new AnswerSheet(32, 2)
                .of(
                        "three",
                        List.of(
                                new AnswerSheet.Tile(GREY, "cat 90 %", "", true),
                                new AnswerSheet.Tile(GREY, "dog 60 %", "is: cat", false),
                                new AnswerSheet.Tile(GREY, "cat 70 %", "", true)));

        // 10 + 2 * (32 + 8 + 10) across; 10 + 16 + 10 + 2 * (32 + 8 + 32 + 10) down
        assertThat(sheet.size()).isEqualTo(new Size(110, 200));
        assertThat(color(sheet, 11, 37)).containsExactly(0x1a, 0x7f, 0x37);
        assertThat(color(sheet, 61, 37)).containsExactly(0xc6, 0x28, 0x28);
        assertThat(color(sheet, 11, 119)).containsExactly(0x1a, 0x7f, 0x37);
        assertThat(color(sheet, 61, 119)).containsExactly(255, 255, 255);
        // 20 x 10 becomes 32 x 16 in the middle of its tile
        assertThat(color(sheet, 30, 36 + 4 + 16)).containsExactly(100, 100, 100);
        assertThat(color(sheet, 30, 36 + 4 + 2)).containsExactly(192, 192, 192);
    }

    /** A tick and a cross differ for those who see no colors. */
    @Test
    void marksRightAndWrongByShapeToo() {
        Pixels right = marked(true);
        Pixels wrong = marked(false);
        long differ = 0;
        for (int i = 0; i < right.data().length; i++) {
            differ += (right.data()[i] == -1) == (wrong.data()[i] == -1) ? 0 : 1;
        }
        assertThat(differ).isGreaterThan(40);
    }

    private static Pixels marked(boolean right) {
        return new AnswerSheet(32, 1)
                .of("", List.of(new AnswerSheet.Tile(GREY, "", "", right)))
                .grey()
                .crop(10, 77, 15, 16);
    }

    private static int[] color(Pixels sheet, int x, int y) {
        return new int[] {sheet.at(x, y, 0), sheet.at(x, y, 1), sheet.at(x, y, 2)};
    }

    @Test
    void refusesASheetOfNothing() {
        assertThatThrownBy(() -> new AnswerSheet(64, 3).of("", List.of())).hasMessageContaining("needs a picture");
    }
}
