package dev.graft.bench.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class LineChartTest {
    private static final LineChart.Line STEADY = line("steady", 0.5, 0.5);
    private static final LineChart.Line NEARLY = line("nearly the same", 0.4, 0.51);

    private static LineChart.Line line(String name, double first, double last) {
        return new LineChart.Line(
                name,
                List.of(
                        new LineChart.Point(10, first, first - 0.1, first + 0.1),
                        new LineChart.Point(100, last, last, last)));
    }

    private static Document drawn(LineChart.Line... lines) throws Exception {
        byte[] svg = new LineChart("accuracy", List.of(lines)).svg().getBytes(StandardCharsets.UTF_8);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
    }

    private static List<Element> elements(Document svg, String tag) {
        NodeList found = svg.getElementsByTagName(tag);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    @Test
    void higherAccuracyStandsHigher() throws Exception {
        List<Element> dots = elements(drawn(NEARLY), "circle");

        assertThat(dots).hasSize(2);
        assertThat(number(dots.get(1), "cx")).isGreaterThan(number(dots.get(0), "cx"));
        assertThat(number(dots.get(1), "cy")).isLessThan(number(dots.get(0), "cy"));
    }

    @Test
    void namesOfLinesThatEndTogetherDoNotOverlap() throws Exception {
        List<Element> texts = elements(drawn(STEADY, NEARLY), "text");
        double steady = height(texts, "steady");
        double nearly = height(texts, "nearly the same");

        assertThat(Math.abs(steady - nearly)).isGreaterThanOrEqualTo(15);
    }

    @Test
    void aLineWithoutPointsIsLeftOut() throws Exception {
        Document svg = drawn(STEADY, new LineChart.Line("nothing yet", List.of()));

        assertThat(elements(svg, "polyline")).hasSize(1);
        assertThat(elements(svg, "text"))
                .noneMatch(text -> text.getTextContent().equals("nothing yet"));
    }

    @Test
    void eightLinesAreEachDrawnInTheirOwnWay() throws Exception {
        LineChart.Line[] lines = IntStream.range(0, 8)
                .mapToObj(i -> line("line " + i, 0.1 * i, 0.1 * i))
                .toArray(LineChart.Line[]::new);

        assertThat(elements(drawn(lines), "polyline"))
                .extracting(way -> way.getAttribute("stroke"))
                .doesNotHaveDuplicates();
    }

    @Test
    void theAxisBeginsBelowTheLeastAndSaysSo() throws Exception {
        assertThat(elements(drawn(line("high", 0.75, 0.9)), "text"))
                .extracting(Element::getTextContent)
                .contains("60 %", "100 %", "training examples; the axis begins at 60 %")
                .doesNotContain("50 %");
        assertThat(elements(drawn(line("low", 0.2, 0.9)), "text"))
                .extracting(Element::getTextContent)
                .contains("0 %", "20 %", "100 %", "training examples");
    }

    private static double height(List<Element> texts, String name) {
        return texts.stream()
                .filter(text -> text.getTextContent().equals(name))
                .mapToDouble(text -> number(text, "y"))
                .findFirst()
                .orElseThrow();
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
