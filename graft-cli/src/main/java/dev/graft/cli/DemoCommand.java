package dev.graft.cli;

import dev.graft.base.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
        name = "demo",
        description =
                "Show it all on embedded data, without a network: adapt a pretrained encoder to sort messages to a"
                        + " bicycle shop, or a pretrained network to tell drawn pictures apart, and measure what the"
                        + " pretraining brings.",
        footerHeading = "%nFor example:%n",
        footer = {
            "  graft demo",
            "  graft demo --out shop.graft          and keep the model",
            "  graft demo --images                  with pictures; what came out is drawn in predictions.png",
            "  graft demo --images --out drawn      and keep the model and the pictures"
        })
final class DemoCommand extends Command {
    @Option(names = "--images", description = "Adapt the embedded network for pictures in place of the one for texts.")
    private boolean images;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description =
                    "Keep the fine-tuned model there; with --images, the model, the pictures and predictions.png.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--overwrite", description = "Replace what is there.")
    private boolean overwrite;

    @Option(
            names = "--quick",
            hidden = true,
            description = "One epoch of each training, on small pictures: to see in seconds that it works.")
    private boolean quick;

    DemoCommand(Session session) {
        super(session);
    }

    /** A demo that works in a folder which is gone afterwards. */
    interface Demo {
        void run(Path folder) throws IOException;
    }

    @Override
    void run() throws IOException {
        if (out.isPresent()) {
            Target.folder(out.get(), overwrite);
        }
        Demo demo = images
                ? new PictureDemo(session(), out, overwrite, quick)
                : new TextDemo(session(), out, overwrite, quick);
        session().prepareEngine();
        Path folder = Files.createTempDirectory("graft-demo-");
        session().tidying(() -> discard(folder));
        try {
            demo.run(folder);
        } finally {
            discard(folder);
            session().tidying(() -> {});
        }
    }

    private static void discard(Path folder) {
        try {
            Storage.LOCAL.delete(folder);
        } catch (IOException e) {
            // among temporary files: the system sweeps them
        }
    }
}
