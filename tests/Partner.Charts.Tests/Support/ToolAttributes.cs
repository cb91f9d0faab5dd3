namespace Partner.Charts.Tests.Support;

/// <summary>A test that needs Helm: skipped with the reason where there is none, except on a build machine.</summary>
internal sealed class HelmFactAttribute : FactAttribute
{
    public HelmFactAttribute() => Skip = Missing.Helm;
}

/// <summary>A theory that needs Helm.</summary>
internal sealed class HelmTheoryAttribute : TheoryAttribute
{
    public HelmTheoryAttribute() => Skip = Missing.Helm;
}

/// <summary>A test that needs Helm and promtool.</summary>
internal sealed class PromtoolFactAttribute : FactAttribute
{
    public PromtoolFactAttribute() => Skip = Missing.Promtool;
}

/// <summary>A theory that needs Helm and promtool.</summary>
internal sealed class PromtoolTheoryAttribute : TheoryAttribute
{
    public PromtoolTheoryAttribute() => Skip = Missing.Promtool;
}

/// <summary>Why tests are skipped; null when they are not.</summary>
internal static class Missing
{
    public static string? Helm => Tools.Helms.Count > 0 || Tools.MustHaveAll ? null : $"no Helm here: {Tools.HowToGet}";

    public static string? Promtool =>
        Helm ?? (Tools.Promtool is not null || Tools.MustHaveAll ? null : $"no promtool here: {Tools.HowToGet}");
}
