"""Replaces missing packages that the official code imports. The few functions that compute something are implemented here."""
import importlib.util
import re
import sys
import types

import torch


class Anything:
    """Accepts every use and computes nothing. As a decorator it leaves a function as it is."""

    def __init__(self, *arguments, **options):
        pass

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()

    def __call__(self, *arguments, **options):
        return arguments[0] if len(arguments) == 1 and callable(arguments[0]) and not options else Anything()

    def __getitem__(self, index):
        return Anything()

    def __mro_entries__(self, bases):
        return ()

    def __or__(self, other):
        return Anything()

    __ror__ = __or__

    def __le__(self, other):
        return True

    __lt__ = __ge__ = __gt__ = __le__


class AnyModule(types.ModuleType):
    """A module in which every name exists and is an Anything."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        value = Anything()
        setattr(self, name, value)
        return value


def module(name, path=(), kind=AnyModule, **members):
    """Adds a module to sys.modules; its submodules are searched in the folders of path."""
    made = kind(name)
    made.__path__ = list(path)
    for key, value in members.items():
        setattr(made, key, value)
    sys.modules[name] = made
    package, _, last = name.rpartition(".")
    if package in sys.modules:
        setattr(sys.modules[package], last, made)
    return made


def install():
    """Installs a stand-in for each missing package."""
    if _is_missing("einops"):
        module("einops", kind=types.ModuleType, rearrange=rearrange, repeat=rearrange)
    if _is_missing("opt_einsum"):
        module(
            "opt_einsum", kind=types.ModuleType, contract=torch.einsum,
            contract_expression=lambda equation, *shapes, **options: lambda *tensors: torch.einsum(equation, *tensors))
    if _is_missing("packaging"):
        module("packaging")
        module("packaging.version", kind=types.ModuleType, parse=lambda text: tuple(int(part) for part in re.findall(r"\d+", text)[:3]))
    if _is_missing("pytorch_lightning"):
        module("pytorch_lightning", seed_everything=torch.manual_seed)
        module("pytorch_lightning.utilities", rank_zero_only=lambda function: function)
    for name in ("omegaconf", "rich", "rich.syntax", "rich.tree", "hydra", "hydra.utils"):
        if _is_missing(name.partition(".")[0]):
            module(name)


def _is_missing(name):
    if name in sys.modules:
        return isinstance(sys.modules[name], AnyModule)
    return importlib.util.find_spec(name) is None


def rearrange(x, pattern, **sizes):
    """Implements einops.rearrange and einops.repeat: splits, moves, repeats and joins axes."""
    if isinstance(x, (list, tuple)):
        x = torch.stack(list(x))
    as_array = not isinstance(x, torch.Tensor)
    x = torch.as_tensor(x)
    left, right = (_groups(side) for side in pattern.split("->"))
    left, right = _unfold_ellipsis(left, right, x.dim() - len(left) + 1)
    if len(left) != x.dim():
        raise ValueError(f"{pattern!r} does not fit a tensor of {x.dim()} dimensions")
    extents = dict(sizes)
    for group, extent in zip(left, x.shape):
        _measure(group, extent, extents, pattern)
    have, wanted = [axis for group in left for axis in group], [axis for group in right for axis in group]
    x = x.reshape([extents[axis] for axis in have]).permute([have.index(axis) for axis in wanted if axis in have])
    x = x[tuple(slice(None) if axis in have else None for axis in wanted)].expand([extents[axis] for axis in wanted])
    joined = []
    for group in right:
        extent = 1
        for axis in group:
            extent *= extents[axis]
        joined.append(extent)
    x = x.reshape(joined)
    return x.numpy() if as_array else x


def _groups(side):
    """The dimensions of one side of a pattern, each as a list of axes; a 1 is an empty list."""
    groups, inside = [], None
    for token in re.findall(r"\(|\)|\.\.\.|[A-Za-z_]\w*|1", side):
        if token == "(":
            inside = []
        elif token == ")":
            groups.append(inside)
            inside = None
        elif inside is not None:
            inside += [token] if token != "1" else []
        else:
            groups.append([token] if token != "1" else [])
    return groups


def _unfold_ellipsis(left, right, count):
    axes = [[f"...{index}"] for index in range(count)]

    def unfold(groups):
        return [axis for group in groups for axis in (axes if group == ["..."] else [group])]

    return unfold(left), unfold(right)


def _measure(group, extent, extents, pattern):
    known, unknown = 1, [axis for axis in group if axis not in extents]
    for axis in group:
        known *= extents.get(axis, 1)
    if len(unknown) > 1 or extent % known or (not unknown and extent != known):
        raise ValueError(f"{pattern!r} does not fit a dimension of {extent} with {extents}")
    if unknown:
        extents[unknown[0]] = extent // known
