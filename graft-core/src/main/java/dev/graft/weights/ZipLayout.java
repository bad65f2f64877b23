package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import dev.graft.weights.Pickled.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A zip file with the pickle {@code NAME/data.pkl} and each storage as {@code NAME/data/KEY}: PyTorch since 1.6. */
record ZipLayout(ByteSource source, Zip zip, String folder, Object root) implements PthLayout {
    static final int MAGIC = 0x04034b50;

    private static final String PICKLE = "data.pkl";

    static ZipLayout read(ByteSource source) throws IOException {
        Zip zip = Zip.read(source);
        List<String> pickles = zip.names().stream()
                .filter(name -> name.endsWith("/" + PICKLE) && name.indexOf('/') == name.length() - PICKLE.length() - 1)
                .toList();
        if (pickles.size() != 1) {
            throw new BadInput(
                    source.name(),
                    pickles.isEmpty()
                            ? "is a zip file, but not one that PyTorch wrote: it has no data.pkl in a folder; unpack it, "
                                    + "and take the weights file that is in it"
                            : "has more than one data.pkl: " + String.join(", ", pickles));
        }
        String folder = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
        refuseCode(source, zip, folder);
        refuseBigEnd(source, zip.find(folder + "byteorder"));
        ZipEntry pickle = zip.find(folder + PICKLE).orElseThrow();
        zip.check(pickle);
        ByteSource text = source.slice(pickle.begin(), pickle.size());
        Object root = Pickle.read(text);
        if (text.remaining() > 0) {
            throw text.bad(text.position(), "something follows the pickle's end");
        }
        return new ZipLayout(source, zip, folder, root);
    }

    private static void refuseCode(ByteSource source, Zip zip, String folder) throws BadInput {
        boolean script = zip.names().contains(folder + "constants.pkl")
                || zip.names().stream().anyMatch(name -> name.startsWith(folder + "code/"));
        if (script) {
            throw new BadInput(
                    source.name(),
                    "is TorchScript, which is code, and Graft runs no code of a file; in Python, where you trust it, "
                            + "torch.save(torch.jit.load(FILE).state_dict(), 'weights.pth') writes its weights alone");
        }
    }

    private static void refuseBigEnd(ByteSource source, Optional<ZipEntry> order) throws IOException {
        if (order.isEmpty()) {
            return;
        }
        long at = order.get().begin();
        source.seek(at);
        if (order.get().size() != 6 || !source.utf8(6).equals("little")) {
            throw source.bad(at, "was written on a machine of another byte order; load and save it on a usual one");
        }
    }

    @Override
    public long begin(Storage storage) throws BadInput {
        ZipEntry entry = entry(storage);
        long wanted = LegacyLayout.bytes(source, storage);
        if (entry.size() != wanted) {
            throw source.bad(
                    entry.begin(),
                    "entry '" + entry.name() + "' has " + entry.size() + " bytes, but its " + storage.count()
                            + " elements of " + storage.type() + " need " + wanted);
        }
        return entry.begin();
    }

    @Override
    public void check(Storage storage) throws IOException {
        zip.check(entry(storage));
    }

    private ZipEntry entry(Storage storage) throws BadInput {
        String name = folder + "data/" + storage.key();
        return zip.find(name)
                .orElseThrow(
                        () -> new BadInput(source.name(), "has no entry '" + name + "', though a tensor lies in it"));
    }
}
