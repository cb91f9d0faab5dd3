using Partner.Server.Verbs;

namespace Partner.Server.Tests.Verbs;

public sealed class WrongWordsTests
{
    [Theory]
    [InlineData("did you mean serve?", "sevre")]
    [InlineData("serve: --verbos is not an option here; did you mean --verbose?", "serve", "--verbos")]
    [InlineData("serve: Required argument missing for option: '--data'.", "serve", "--data", "--verbose")]
    [InlineData("serve: --health-address needs --health-port too", "serve", "--cert", "a", "--key", "b", "--ca", "c",
        "--issuer", "http://127.0.0.1:9", "--data", "d", "--health-address", "*")]
    [InlineData("serve: --lease takes a number of seconds above 0, at most 86400, not '0'.", "serve", "--lease", "0")]
    [InlineData("operator-certificate: one of register is missing.", "operator-certificate")]
    [InlineData("did you mean register?", "operator-certificate", "regsiter")]
    [InlineData("Option '--why' is required.", "operator-certificate", "register", "operator.crt")]
    public async Task A_wrong_command_line_ends_with_2_and_says_what_is_right(string said, params string[] args)
    {
        var (status, output, error) = await RunAsync(args);

        Assert.Equal((2, ""), (status, output));
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.EndsWith("--help behind a verb tells what it takes.\n", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "Creates the schema", "--help")]
    [InlineData(0, "Creates the schema", "help")]
    [InlineData(0, "--dry-run", "migrate", "--help")]
    [InlineData(0, "--ca <FILE>", "operator-certificate", "register", "-h")]
    [InlineData(2, "Creates the schema")]
    public async Task Help_names_the_verbs_and_what_they_take(int expected, string said, params string[] args)
    {
        var (status, output, error) = await RunAsync(args);

        Assert.Equal((expected, ""), (status, error));
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var status = await VerbTable.RunAsync(args, output, error);
        return (status, output.ToString(), error.ToString());
    }
}
