"""Writes the small PyTorch files that PthFileTest reads, in both formats, and what they hold.

Run with Debian's python3-torch (1.13):  python3 make_pth.py ../../resources/dev/graft/weights/pth
Each tensor is also written in NAME.txt: its name, type, sizes and values, as Python prints them.
"""

import collections
import sys

import torch

folder = sys.argv[1]


def save(name, value, state):
    torch.save(value, f"{folder}/{name}.zip.pth")
    torch.save(value, f"{folder}/{name}.legacy.pth", _use_new_zipfile_serialization=False)
    with open(f"{folder}/{name}.txt", "w") as out:
        for key in sorted(state):
            tensor = state[key].detach()
            values = tensor.contiguous().view(-1).to(torch.float64).tolist()
            sizes = " ".join(str(n) for n in tensor.shape)
            print(key, str(tensor.dtype), sizes, " ".join(repr(v) for v in values), sep="\t", file=out)


base = torch.arange(24, dtype=torch.float32) * 0.125 - 1
kinds = collections.OrderedDict()
kinds["half"] = torch.tensor([1.0, -0.5, 65504.0, 6e-8]).half()
kinds["bf16"] = torch.tensor([[1.0, -3.140625], [1e30, 0.0]]).bfloat16()
kinds["double"] = torch.tensor(0.1, dtype=torch.float64)
kinds["i8"] = torch.tensor([-128, 127], dtype=torch.int8)
kinds["u8"] = torch.tensor([0, 255], dtype=torch.uint8)
kinds["i16"] = torch.tensor([-32768, 32767], dtype=torch.int16)
kinds["i32"] = torch.tensor([-(2**31), 7], dtype=torch.int32)
kinds["i64"] = torch.tensor([2**40], dtype=torch.int64)
kinds["bool"] = torch.tensor([True, False, True])
kinds["empty"] = torch.zeros(0, 3)
kinds["parameter"] = torch.nn.Parameter(torch.tensor([0.5, 0.25]))
kinds["transposed"] = base[:12].reshape(3, 4).t()
kinds["strided"] = base.reshape(4, 6)[1::2, ::3]
kinds["shared"] = base
kinds["shared.part"] = base[5:8]
kinds["turned"] = base.reshape(2, 3, 4).permute(2, 0, 1)
save("kinds", dict(kinds), kinds)

torch.manual_seed(7)
network = torch.nn.Sequential(
    torch.nn.Conv2d(3, 4, 3, bias=False), torch.nn.BatchNorm2d(4), torch.nn.Flatten(), torch.nn.Linear(16, 2)
)
save("network", network.state_dict(), network.state_dict())

optimizer = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9)
network(torch.randn(2, 3, 4, 4)).sum().backward()
optimizer.step()
checkpoint = {
    "epoch": 3,
    "arch": "tiny",
    "best": 0.75,
    "state_dict": torch.nn.DataParallel(network).state_dict(),
    "optimizer": optimizer.state_dict(),
}
save("checkpoint", checkpoint, checkpoint["state_dict"])

torch.save(network, f"{folder}/whole.zip.pth")
torch.jit.save(torch.jit.script(torch.nn.Linear(1, 1)), f"{folder}/script.pt")
torch.save(dict(kinds), f"{folder}/protocol4.pth", pickle_protocol=4)
