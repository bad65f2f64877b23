"""The rule that fills any tensor from its name and shape. FillRule.java and keras.mjs have the same, bit for bit."""
import numpy

MASK = (1 << 64) - 1
PIECE = 1 << 16  # stays in the processor's cache


def seed(name):
    """FNV-1a, 64 bits, of the name's UTF-8."""
    hash = 0xCBF29CE484222325
    for byte in name.encode():
        hash = ((hash ^ byte) * 0x100000001B3) & MASK
    return hash


def bits(name, count, start=0):
    """Numbers of SplitMix64 from that seed, from number start on."""
    with numpy.errstate(over="ignore"):
        z = numpy.arange(start + 1, start + count + 1, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15) + numpy.uint64(seed(name))
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        return z ^ (z >> numpy.uint64(31))


def uniform(name, shape, center, radius):
    """float32 within radius of the center, from the upper 24 bits, worked out in double precision."""
    values = numpy.empty(int(numpy.prod(shape, dtype=numpy.int64)), numpy.float32)
    for start in range(0, len(values), PIECE):
        count = min(PIECE, len(values) - start)
        u = (bits(name, count, start) >> numpy.uint64(40)).astype(numpy.float64) / 2**23 - 1
        values[start : start + count] = center + radius * u
    return values.reshape(shape)


def fill(name, shape, gain, variance):
    """
    gain: of matrices, kernels, shifts and embeddings; near 1, so that neither the branches of a network nor its
        shortcuts drown the other, or small, so that an epsilon shows
    variance: that batch norms divide by and multiply with again; small, so that their epsilon shows
    """
    last = name.rsplit(".", 1)[-1]
    if last == "running_var":
        return uniform(name, shape, variance, variance / 2)
    if last in ("gamma", "layer_scale"):
        return uniform(name, shape, 0.5, 0.25)
    if last == "weight" and len(shape) == 1:
        return uniform(name, shape, float(numpy.sqrt(variance)), float(numpy.sqrt(variance)) / 4)
    if last.endswith("weight"):
        fan_in = int(numpy.prod(shape[1:], dtype=numpy.int64))
        return uniform(name, shape, 0, gain * float(numpy.sqrt(6 / fan_in)))
    if last in ("running_mean", "bias", "in_proj_bias"):
        return uniform(name, shape, 0, gain / 5)
    return uniform(name, shape, 0, gain / 2)  # tokens and position embeddings


def picture(shape):
    """A prepared batch of unit variance."""
    return uniform("picture", shape, 0, float(numpy.sqrt(3)))


def signs(name, count):
    """+1 or -1 each, by the highest bit."""
    return 1 - 2.0 * (bits(name, count) >> numpy.uint64(63)).astype(numpy.float64)
