/// <summary>
/// A received text is not the verified one. Without a stack trace: where the assertion stands says nothing about the difference.
/// </summary>
internal sealed class VerifyException(string message) : Exception(message)
{
    public override string StackTrace => "";
}
