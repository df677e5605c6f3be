namespace VerifyTests;

/// <summary>Whether the tests run unattended.</summary>
internal static class BuildServer
{
    private static readonly string[] s_variables = ["CI", "TF_BUILD", "GITHUB_ACTIONS", "TEAMCITY_VERSION", "JENKINS_URL", "GITLAB_CI"];

    public static bool Detected { get; } = s_variables.Any(
        variable => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value && value != "false");
}
