package dev.graft.bench.peers;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;

/** A network for pictures on DJL's PyTorch engine, never in the process of Graft's. */
final class DjlPictures implements PictureEncoder {
    private final NDManager manager;
    private final DjlPictureBlock block;
    private final int size;

    /** @param size of a side of the pictures */
    DjlPictures(PictureNetwork network, PictureWeights weights, Form form, int size) {
        this.size = size;
        DjlEngine.start(form.threadsEach());
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        block = new DjlPictureBlock(network, weights, false, manager);
    }

    @Override
    public float[][] features(float[] pixels, int pictures) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray input = scope.create(pixels, new Shape(pictures, 3, size, size));
            NDArray features = block.forward(new ParameterStore(manager, false), new NDList(input), false)
                    .head();
            return PictureEncoder.rows(features.toFloatArray(), pictures);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
