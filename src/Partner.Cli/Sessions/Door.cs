namespace Partner.Cli.Sessions;

/// <summary>One of the server's two ports, as a development server opens it.</summary>
/// <param name="Address">Its address there.</param>
/// <param name="AddressVariable">The environment variable that names another.</param>
/// <param name="Stem">What the certificate is called that a development server makes for it.</param>
internal sealed record Door(string Address, string AddressVariable, string Stem)
{
    /// <summary>The partners' port.</summary>
    public static readonly Door Partners = new("https://localhost:7443", "PARTNER_ADDRESS", "demo");

    /// <summary>The operator's port.</summary>
    public static readonly Door Operators = new("https://localhost:7445", "PARTNER_OPERATOR_ADDRESS", "operator");
}
