package dev.graft.backbone;

import dev.graft.data.Modality;
import dev.graft.vision.Architectures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Networks that are usually trained at the same rates. */
public enum Kind {
    TEXT,
    CONVOLUTIONS,
    VISION_TRANSFORMER;

    /** Of most networks that read such inputs. */
    public static Kind of(Modality modality) {
        return modality == Modality.IMAGE ? CONVOLUTIONS : TEXT;
    }

    /** Of a network by its name in the catalogue or its folder; its weights are not read. */
    public static Kind of(String nameOrFolder, Modality modality) {
        boolean transformer =
                modality == Modality.IMAGE && Architectures.transformers().contains(architecture(nameOrFolder));
        return transformer ? VISION_TRANSFORMER : of(modality);
    }

    private static String architecture(String nameOrFolder) {
        if (Catalog.find(nameOrFolder).isPresent()) {
            return nameOrFolder;
        }
        Path config = Path.of(nameOrFolder).resolve(BackboneFolder.CONFIG);
        try {
            return Files.isRegularFile(config)
                    ? EncoderFiles.read(config).path(VisionFolder.ARCHITECTURE).asString("")
                    : "";
        } catch (IOException e) {
            return ""; // who opens the network is told what is wrong
        }
    }
}
