package dev.graft.engine;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.global.torch;

/** While open, this thread draws as it likes; afterwards its generators stand where they stood. */
public final class KeptChance implements AutoCloseable {
    private final long own;
    private final org.bytedeco.pytorch.Tensor general;

    private KeptChance() {
        Engine.start();
        own = Chance.state();
        try (PointerScope scope = new PointerScope();
                Generator generator = torch.getDefaultCPUGenerator()) {
            general = generator.get_state();
            general.retainReference();
        }
    }

    public static KeptChance open() {
        return new KeptChance();
    }

    @Override
    public void close() {
        Chance.begin(own);
        try (PointerScope scope = new PointerScope();
                Generator generator = torch.getDefaultCPUGenerator()) {
            generator.set_state(general);
        }
        general.close();
    }
}
