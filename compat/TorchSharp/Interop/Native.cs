using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]
[module: SkipLocalsInit]

namespace TorchSharp.Interop;

/// <summary>The functions of serpent_torch.cpp, under their own names; see there for what each does and returns.</summary>
internal static unsafe class Native
{
    static Native() => NativeLibraryResolver.Register();

    /// <summary>A device as one number: its type in the low half, its index plus one in the high half.</summary>
    internal static long PackDevice(DeviceType type, int index) => ((long)(index + 1) << 32) | (byte)type;

    // ---- library

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern byte* st_error();

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern long st_error_token();

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern byte* st_version();

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern void st_free(nint memory);

    // ---- operators

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern nint st_operator(byte* name, byte* overload);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern nint st_call_tensor(nint op, NativeValue* arguments, int count, byte* failed);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_run(nint op, NativeValue* arguments, int count);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern int st_call(nint op, NativeValue* arguments, int count, NativeValue* results, int capacity);

    // ---- tensors

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern void st_tensor_free(nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern long st_tensor_dim(nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern long st_tensor_numel(nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern long st_tensor_sizes(nint handle, long* target, long capacity);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern long st_tensor_strides(nint handle, long* target, long capacity);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern long st_tensor_storage_offset(nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern int st_tensor_dtype(nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern long st_tensor_itemsize(nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern long st_tensor_device(nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern int st_tensor_layout(nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern nint st_tensor_data(nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_tensor_is_contiguous(nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_tensor_is_conj(nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_tensor_is_neg(nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_tensor_bump_version(nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern nint st_tensor_from_data(nint data, long bytes, long* sizes, long dims, int dtype);

    // ---- autograd

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_tensor_requires_grad(nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_tensor_set_requires_grad(nint handle, bool value);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_tensor_is_leaf(nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_tensor_retain_grad(nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern nint st_tensor_grad(nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_tensor_set_grad(nint handle, nint gradient);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_backward(nint* tensors, long count, nint* gradients, long gradientCount, bool retainGraph, bool createGraph, nint* inputs, long inputCount);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_grad(nint* outputs, long outputCount, nint* inputs, long inputCount, nint* gradients, long gradientCount, bool retainGraph, bool createGraph, bool allowUnused, nint* results);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_grad_mode();

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern void st_set_grad_mode(bool enabled);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_inference_mode();

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern nint st_enter_inference_mode(bool enabled);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern void st_leave_inference_mode(nint mode);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_anomaly_mode();

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_anomaly_check_nan();

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern void st_set_anomaly_mode(bool enabled, bool checkNan);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern void st_set_callbacks(NativeCallbacks* table);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_list_push(nint list, nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_function_apply(nint call, nint* inputs, long count, NativeValue* result);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_context_save(nint context, nint* tensors, long count);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_context_saved(nint context, NativeValue* result);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_context_mark_dirty(nint context, nint* tensors, long count);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_context_mark_non_differentiable(nint context, nint* tensors, long count);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern void st_context_set_materialize_grads(nint context, bool value);

    // ---- random numbers

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern nint st_generator_default(long device);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern nint st_generator_new(long device, ulong seed);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern void st_generator_free(nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern ulong st_generator_initial_seed(nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_generator_set_seed(nint handle, ulong seed);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_generator_reseed(nint handle, ulong* seed);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern nint st_generator_get_state(nint handle);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_generator_set_state(nint handle, nint state);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_manual_seed(ulong seed);

    // ---- settings and devices

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern int st_default_dtype();

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_set_default_dtype(int dtype);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern int st_num_threads();

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_set_num_threads(int count);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern int st_num_interop_threads();

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_set_num_interop_threads(int count);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_cuda_is_available();

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_cuda_cudnn_is_available();

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern int st_cuda_device_count();

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_cuda_synchronize(long index);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_cuda_manual_seed(ulong seed, bool all);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_cuda_allow_tf32();

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_set_cuda_allow_tf32(bool value);

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_cudnn_allow_tf32();

    [DllImport(NativeLibraryResolver.Library)]
    internal static extern bool st_set_cudnn_allow_tf32(bool value);
}
