namespace Partner.Cli.Input;

/// <summary>Resource names as they are typed: the collection may be left out.</summary>
internal static class Names
{
    private const string TopUpPrefix = "topUps/";
    private const string AutoRenewalPrefix = "autoRenewals/";

    public static string Partner(string text) => WithPrefix(text, "partners/");

    public static string Plan(string text) => WithPrefix(text, "plans/");

    public static string Quote(string text) => WithPrefix(text, "quotes/");

    public static string Settlement(string text) => WithPrefix(text, "settlements/");

    public static string AutoRenewal(string text) => WithPrefix(text, AutoRenewalPrefix);

    /// <summary>Whether a text is an auto-renewal's resource name; anything else is a request id.</summary>
    public static bool IsAutoRenewal(string text) => text.StartsWith(AutoRenewalPrefix, StringComparison.Ordinal);

    /// <summary>Whether a text is a top-up's resource name; anything else is a request id.</summary>
    public static bool IsTopUp(string text) => text.StartsWith(TopUpPrefix, StringComparison.Ordinal);

    /// <summary>Whether a text is a reversal's resource name.</summary>
    public static bool IsReversal(string text) =>
        IsTopUp(text) && text.Contains("/reversals/", StringComparison.Ordinal);

    private static string WithPrefix(string text, string prefix) =>
        text.Length == 0 || text.StartsWith(prefix, StringComparison.Ordinal) ? text : prefix + text;
}
