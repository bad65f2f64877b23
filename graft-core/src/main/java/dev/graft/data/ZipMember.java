package dev.graft.data;

import dev.graft.base.BadInput;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks one file of a zip archive. */
final class ZipMember {
    private ZipMember() {}

    /** What a file's packed bytes stand for; refused unless it has the size and the check sum that were promised. */
    static byte[] unpack(byte[] packed, Archive.Member member, String place) throws BadInput {
        byte[] bytes = member.deflated() ? inflate(packed, (int) member.size(), place) : packed;
        CRC32 crc = new CRC32();
        crc.update(bytes);
        if (crc.getValue() != member.crc()) {
            throw new BadInput(place, "is damaged: its check sum is another; fetch the archive again");
        }
        return bytes;
    }

    private static byte[] inflate(byte[] packed, int size, String place) throws BadInput {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            byte[] bytes = new byte[size];
            int count = 0;
            while (count < size && !inflater.finished()) {
                int more = inflater.inflate(bytes, count, size - count);
                if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                count += more;
            }
            if (count < size || (!inflater.finished() && inflater.inflate(new byte[1]) > 0)) {
                throw new BadInput(place, "is damaged: it does not have the " + size + " bytes that were promised");
            }
            return bytes;
        } catch (DataFormatException e) {
            throw new BadInput(place, "is damaged; fetch the archive again", e);
        } finally {
            inflater.end();
        }
    }
}
