#nullable disable
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers about one parameter.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    public abstract void Initialize(OptimizerOptions options);

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    public abstract void LoadStateDict(OptimizerState source);

    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    public virtual void to(Device device)
    {
    }

    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor result, Device device)
    {
        result?.Dispose();
        result = null;
        if (reader.ReadBoolean())
            result = TensorExtensionMethods.Load(reader).to(device, disposeAfter: true).DetachFromDisposeScope();
    }

    private protected Tensor NewState() => zeros_like(_parameter, requires_grad: false).DetachFromDisposeScope();

    private protected Tensor CopyOf(Tensor source) => source?.to(_parameter.device, copy: true).DetachFromDisposeScope();

    private protected static void Move(ref Tensor tensor, Device device)
    {
        if (tensor is not null)
            tensor = tensor.to(device, disposeAfter: true).DetachFromDisposeScope();
    }

    private protected static bool Close(Tensor left, Tensor right) =>
        left is null ? right is null : right is not null && left.allclose(right);
}
