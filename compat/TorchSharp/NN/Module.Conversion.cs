using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            public Module _to(Tensor other, bool non_blocking) => _to(other.device, other.dtype, non_blocking);

            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                RequireFloatingPoint(dtype);
                RequireDevice(device.type);
                _toEpilog(dtype, device, non_blocking);
                return this;
            }

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                RequireDevice(deviceType);
                _toEpilog(null, new Device(deviceType, deviceType == DeviceType.CPU ? -1 : deviceIndex), non_blocking);
                return this;
            }

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                RequireFloatingPoint(dtype);
                _toEpilog(dtype, null, non_blocking);
                return this;
            }

            protected void _toEpilog(ScalarType dtype, bool non_blocking) => _toEpilog(dtype, null, non_blocking);

            protected void _toEpilog(Device device, ScalarType dtype, bool non_blocking) => _toEpilog(dtype, device, non_blocking);

            protected void _toEpilog(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                _toEpilog(null, new Device(deviceType, deviceIndex), non_blocking);

            /// <summary>
            /// Converts the children, then replaces every own parameter and buffer that changes: the new tensor goes into
            /// the register and, under its name, into the property or else the field.
            /// </summary>
            protected virtual void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                if (dtype is null && device is null)
                    throw new ArgumentNullException(nameof(dtype), $"{nameof(dtype)} and {nameof(device)} are both null.");

                foreach (var child in children())
                {
                    if (device is null)
                        child._to(dtype!.Value, non_blocking);
                    else if (dtype is null)
                        child._to(device.type, device.index, non_blocking);
                    else
                        child._to(device, dtype.Value, non_blocking);
                }

                var fields = new Dictionary<string, FieldInfo>();
                foreach (var field in InstanceFields(GetType()))
                    fields.TryAdd(field.ComponentName(), field);

                foreach (var (parameterName, parameter) in named_parameters(false).ToList())
                {
                    if (!ReplaceParameter(dtype, device, parameter, out var replacement))
                        continue;
                    if (Property(parameterName) is { } property)
                    {
                        property.SetValue(this, replacement);
                        continue;
                    }
                    parameter.Dispose();
                    ConditionallyRegisterParameter(parameterName, replacement);
                    if (fields.TryGetValue(parameterName, out var field))
                        field.SetValue(this, replacement);
                }

                foreach (var (bufferName, buffer) in named_buffers(false).ToList())
                {
                    if (!ReplaceBuffer(dtype, device, buffer, out var replacement))
                        continue;
                    if (Property(bufferName) is { } property)
                    {
                        property.SetValue(this, replacement);
                        continue;
                    }
                    ConditionallyRegisterBuffer(bufferName, replacement);
                    if (fields.TryGetValue(bufferName, out var field))
                        field.SetValue(this, replacement);
                }

                if (device is not null)
                {
                    _deviceType = device.type;
                    _deviceIndex = device.index;
                }
            }

            /// <summary>Makes the converted parameter, gradient included, outside every dispose scope; false where nothing changes.</summary>
            protected static bool ReplaceParameter(ScalarType? dtype, Device? device, Parameter param, out Parameter? p)
            {
                p = null;
                using var grad = param.grad;
                if (!Changes(param, dtype, device) && (grad is null || !Changes(grad, dtype, device)))
                    return false;

                // A leaf that no graph knows: the optimizer's gradients must arrive here, not at the old tensor.
                using var guard = no_grad();
                p = new Parameter(param.to(TargetType(param, dtype), device ?? param.device, copy: true), param.requires_grad);
                p.DetachFromDisposeScope();
                if (grad is not null)
                {
                    using var moved = grad.to(TargetType(param, dtype), device ?? param.device);
                    p.grad = moved;
                }
                return true;
            }

            /// <summary>Makes the converted buffer and disposes the old one; false where nothing changes.</summary>
            protected static bool ReplaceBuffer(ScalarType? dtype, Device? device, Tensor buffer, out Tensor? result)
            {
                result = null;
                if (!Changes(buffer, dtype, device))
                    return false;
                result = buffer.to(TargetType(buffer, dtype), device ?? buffer.device, disposeAfter: true).DetachFromDisposeScope();
                return true;
            }

            // Integers (counters, indices) keep their type whatever the module is converted to.
            private static ScalarType TargetType(Tensor tensor, ScalarType? dtype) =>
                dtype is { } target && (tensor.is_floating_point() || tensor.is_complex()) ? target : tensor.dtype;

            private static bool Changes(Tensor tensor, ScalarType? dtype, Device? device) =>
                TargetType(tensor, dtype) != tensor.dtype
                || (device is not null && (device.type != tensor.device_type || (device.index >= 0 && device.index != tensor.device_index)));

            private static void RequireFloatingPoint(ScalarType dtype)
            {
                if (dtype is not (ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64))
                    throw new ArgumentException($"nn.Module.to only accepts floating point or complex types, but got desired dtype={dtype}");
            }

            private static void RequireDevice(DeviceType type)
            {
                if (type == DeviceType.CUDA && !cuda.is_available())
                    throw new InvalidOperationException("CUDA is not available.");
            }

            private PropertyInfo? Property(string component) =>
                Array.Find(GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance), property => property.Name == component);
        }
    }
}
