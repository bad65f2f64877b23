"""What torchvision does not have, written out in plain PyTorch from the papers, under the names of published weights."""
import torch
from torch import nn
from torch.nn import functional


class CifarBlock(nn.Module):
    def __init__(self, inner, outer, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inner, outer, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outer)
        self.conv2 = nn.Conv2d(outer, outer, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outer)
        self.stride, self.missing = stride, outer - inner

    def forward(self, x):
        y = self.bn2(self.conv2(self.bn1(self.conv1(x)).relu()))
        if self.missing:
            zeros = x.new_zeros(x.shape[0], self.missing // 2, (x.shape[2] + 1) // 2, (x.shape[3] + 1) // 2)
            x = torch.cat([zeros, x[:, :, :: self.stride, :: self.stride], zeros], 1)
        return (x + y).relu()


class CifarResNet(nn.Module):
    """He et al. 2016, section 4.2, depth 6n + 2, shortcuts of kind A."""

    def __init__(self, depth):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        inner = 16
        for stage, outer in enumerate((16, 32, 64), 1):
            blocks = []
            for block in range((depth - 2) // 6):
                blocks.append(CifarBlock(inner, outer, 2 if stage > 1 and block == 0 else 1))
                inner = outer
            setattr(self, f"layer{stage}", nn.Sequential(*blocks))
        self.linear = nn.Linear(64, 10)

    def forward(self, x):
        x = self.bn1(self.conv1(x)).relu()
        return self.linear(self.layer3(self.layer2(self.layer1(x))).mean((2, 3)))


class DoodleNet(nn.Module):
    """Six convolutions and two linear layers for sketches, as the shared weights' metadata describe them."""

    def __init__(self):
        super().__init__()
        layers, inner = [], 1
        for outer in (16, 32, 64):
            layers += [nn.Conv2d(inner, outer, 3, 1, 1), nn.ReLU(), nn.Conv2d(outer, outer, 3, 1, 1), nn.ReLU()]
            layers += [nn.MaxPool2d(2)]
            inner = outer
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(nn.Linear(576, 512), nn.Tanh(), nn.Linear(512, 345))

    def forward(self, x):
        return self.classifier(self.features(x).flatten(1))


class Separable(nn.Module):
    def __init__(self, inner, outer):
        super().__init__()
        self.conv1 = nn.Conv2d(inner, inner, 3, 1, 1, groups=inner, bias=False)
        self.pointwise = nn.Conv2d(inner, outer, 1, bias=False)

    def forward(self, x):
        return self.pointwise(self.conv1(x))


class XceptionBlock(nn.Module):
    """widths: of the maps from the block's input on; a ReLU before every convolution but perhaps the first."""

    def __init__(self, widths, stride, first_relu):
        super().__init__()
        layers = []
        for inner, outer in zip(widths, widths[1:]):
            layers += [nn.ReLU(), Separable(inner, outer), nn.BatchNorm2d(outer)]
        if stride > 1:
            layers.append(nn.MaxPool2d(3, stride, 1))
        self.rep = nn.Sequential(*layers[0 if first_relu else 1 :])
        self.skip = None
        if stride > 1 or widths[0] != widths[-1]:
            self.skip = nn.Conv2d(widths[0], widths[-1], 1, stride, bias=False)
            self.skipbn = nn.BatchNorm2d(widths[-1])

    def forward(self, x):
        return self.rep(x) + (x if self.skip is None else self.skipbn(self.skip(x)))


class Xception(nn.Module):
    """Chollet 2017, figure 5. Padding 1 all round as in timm; Keras pads to SAME, which differs on even sizes."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 32, 3, 2, bias=False)
        self.bn1 = nn.BatchNorm2d(32)
        self.conv2 = nn.Conv2d(32, 64, 3, bias=False)
        self.bn2 = nn.BatchNorm2d(64)
        self.block1 = XceptionBlock((64, 128, 128), 2, False)
        self.block2 = XceptionBlock((128, 256, 256), 2, True)
        self.block3 = XceptionBlock((256, 728, 728), 2, True)
        for i in range(4, 12):
            setattr(self, f"block{i}", XceptionBlock((728, 728, 728, 728), 1, True))
        self.block12 = XceptionBlock((728, 728, 1024), 2, True)
        self.conv3 = Separable(1024, 1536)
        self.bn3 = nn.BatchNorm2d(1536)
        self.conv4 = Separable(1536, 2048)
        self.bn4 = nn.BatchNorm2d(2048)
        self.fc = nn.Linear(2048, 1000)

    def forward(self, x):
        x = self.bn1(self.conv1(x)).relu()
        x = self.bn2(self.conv2(x)).relu()
        for i in range(1, 13):
            x = getattr(self, f"block{i}")(x)
        x = self.bn3(self.conv3(x)).relu()
        return self.fc(self.bn4(self.conv4(x)).relu().mean((2, 3)))


class Separated(nn.Module):
    def __init__(self, inner, outer, stride):
        super().__init__()
        self.conv_dw = nn.Conv2d(inner, inner, 3, stride, 1, groups=inner, bias=False)
        self.bn1 = nn.BatchNorm2d(inner)
        self.conv_pw = nn.Conv2d(inner, outer, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outer)

    def forward(self, x):
        x = functional.relu6(self.bn1(self.conv_dw(x)))
        return functional.relu6(self.bn2(self.conv_pw(x)))


class MobileNetV1(nn.Module):
    """Howard et al. 2017, table 1, padding 1 all round; epsilon as given."""

    def __init__(self, width, epsilon):
        super().__init__()
        inner = int(32 * width)
        self.conv_stem = nn.Conv2d(3, inner, 3, 2, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(inner)
        stages = []
        for outer, count, stride in ((64, 1, 1), (128, 2, 2), (256, 2, 2), (512, 6, 2), (1024, 2, 2)):
            blocks = []
            for block in range(count):
                blocks.append(Separated(inner, int(outer * width), stride if block == 0 else 1))
                inner = int(outer * width)
            stages.append(nn.Sequential(*blocks))
        self.blocks = nn.Sequential(*stages)
        self.classifier = nn.Linear(inner, 1000)
        for layer in self.modules():
            if isinstance(layer, nn.BatchNorm2d):
                layer.eps = epsilon

    def forward(self, x):
        x = functional.relu6(self.bn1(self.conv_stem(x)))
        return self.classifier(self.blocks(x).mean((2, 3)))


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)
        self.heads = heads

    def forward(self, x):
        n, t, d = x.shape
        q, k, v = self.qkv(x).reshape(n, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        scores = (q @ k.transpose(-2, -1) / (d // self.heads) ** 0.5).softmax(-1)
        return self.proj((scores @ v).transpose(1, 2).reshape(n, t, d))


class Mlp(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)

    def forward(self, x):
        return self.fc2(functional.gelu(self.fc1(x)))


class LayerScale(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.gamma = nn.Parameter(torch.zeros(width))

    def forward(self, x):
        return x * self.gamma


class DinoBlock(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.norm1, self.attn, self.ls1 = nn.LayerNorm(width, 1e-6), Attention(width, heads), LayerScale(width)
        self.norm2, self.mlp, self.ls2 = nn.LayerNorm(width, 1e-6), Mlp(width), LayerScale(width)

    def forward(self, x):
        x = x + self.ls1(self.attn(self.norm1(x)))
        return x + self.ls2(self.mlp(self.norm2(x)))


class Patches(nn.Module):
    def __init__(self, width, patch):
        super().__init__()
        self.proj = nn.Conv2d(3, width, patch, patch)

    def forward(self, x):
        return self.proj(x).permute(0, 2, 3, 1)


class DinoV2(nn.Module):
    """
    Oquab et al. 2023, ViT-S/14 for 37 x 37 patches, under timm's names. As timm has it: without registers, the class
    token has a position of its own; with them (Darcet et al. 2023), positions are the patches' alone. Other sizes:
    positions interpolated by the antialiased bicubic.
    """

    def __init__(self, registers=0, width=384, heads=6, depth=12, grid=37, mean=False):
        super().__init__()
        self.grid, self.registers, self.mean = grid, registers, mean
        self.cls_token = nn.Parameter(torch.zeros(1, 1, width))
        if registers:
            self.reg_token = nn.Parameter(torch.zeros(1, registers, width))
        self.pos_embed = nn.Parameter(torch.zeros(1, grid * grid + (0 if registers else 1), width))
        self.patch_embed = Patches(width, 14)
        self.blocks = nn.Sequential(*(DinoBlock(width, heads) for _ in range(depth)))
        self.norm = nn.LayerNorm(width, 1e-6)
        self.head = nn.Linear(width, 10)

    def positions(self, rows, columns):
        if rows == columns == self.grid:
            return self.pos_embed
        start = 0 if self.registers else 1
        grid = self.pos_embed[:, start:].reshape(1, self.grid, self.grid, -1).permute(0, 3, 1, 2)
        grid = functional.interpolate(grid, (rows, columns), mode="bicubic", antialias=True)
        return torch.cat([self.pos_embed[:, :start], grid.permute(0, 2, 3, 1).flatten(1, 2)], 1)

    def forward(self, x):
        x = self.patch_embed(x)
        positions = self.positions(x.shape[1], x.shape[2])
        x = x.flatten(1, 2)
        first = self.cls_token.expand(len(x), -1, -1)
        if self.registers:
            x = torch.cat([first, self.reg_token.expand(len(x), -1, -1), x + positions], 1)
        else:
            x = torch.cat([first, x], 1) + positions
        x = self.norm(self.blocks(x))
        return self.head(x[:, 1 + self.registers :].mean(1) if self.mean else x[:, 0])
