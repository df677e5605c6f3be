"""Imports the official code from its checkouts, with its reference functions instead of CUDA and Triton kernels."""
import importlib
import importlib.util
import logging
import os
import sys
import types

import torch

import standins


class StateSpaceS4:
    """The module models/s4/s4.py of state-spaces/s4."""

    def __init__(self, checkout):
        # The module warns that its CUDA extensions are missing.
        logging.disable(logging.WARNING)
        standins.install()
        spec = importlib.util.spec_from_file_location("official_s4", os.path.join(checkout, "models", "s4", "s4.py"))
        self.s4 = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.s4)


class MambaReference:
    """The package mamba_ssm of state-spaces/mamba: the selective scan, the Mamba block and the chunked scan of Mamba-2."""

    def __init__(self, checkout):
        standins.install()
        _replace_triton()
        for name in ("transformers", "transformers.generation", "transformers.utils", "transformers.utils.hub"):
            standins.module(name)
        standins.module("huggingface_hub", PyTorchModelHubMixin=type("PyTorchModelHubMixin", (), {}))
        # Empty packages, because the original __init__.py would import the CUDA extensions.
        for name in [name for name in sys.modules if name.partition(".")[0] == "mamba_ssm"]:
            del sys.modules[name]
        root = os.path.join(checkout, "mamba_ssm")
        for name, path in (("mamba_ssm", root), ("mamba_ssm.modules", os.path.join(root, "modules"))):
            standins.module(name, [path], types.ModuleType)
        for name in ("mamba_ssm.distributed", "mamba_ssm.distributed.tensor_parallel", "mamba_ssm.distributed.distributed_utils"):
            standins.module(name)
        self.scans = importlib.import_module("mamba_ssm.ops.selective_scan_interface")
        self.blocks = importlib.import_module("mamba_ssm.modules.mamba_simple")
        self.chunks = importlib.import_module("mamba_ssm.modules.ssd_minimal")
        self.scans.selective_scan_fn = self.blocks.selective_scan_fn = self.scans.selective_scan_ref
        self.blocks.selective_state_update = None
        self.blocks.causal_conv1d_fn = None
        self.blocks.causal_conv1d_update = None


def _replace_triton():
    def tuned(configs=(), key=None, **options):
        def wrap(function):
            function.configs = list(configs)
            return function

        return wrap

    class Config:
        def __init__(self, kwargs, num_warps=4, num_stages=2, **options):
            self.kwargs, self.num_warps, self.num_stages = dict(kwargs), num_warps, num_stages

    standins.module(
        "triton", __version__="2.2.0", Config=Config, autotune=tuned,
        jit=lambda function=None, **options: function if function is not None else lambda decorated: decorated,
        heuristics=lambda *arguments, **options: lambda function: function)
    for name in ("triton.language", "triton.runtime", "triton.runtime.autotuner"):
        standins.module(name)
