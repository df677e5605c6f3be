namespace VerifyTests;

/// <summary>Whether the tests run unattended.</summary>
internal static class BuildServer
{
    private static readonly string[] Variables = ["CI", "TF_BUILD", "GITHUB_ACTIONS", "TEAMCITY_VERSION", "JENKINS_URL", "GITLAB_CI"];

    public static bool Detected { get; } = Variables.Any(variable => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value && value != "false");
}
