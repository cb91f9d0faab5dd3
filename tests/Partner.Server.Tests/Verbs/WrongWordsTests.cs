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
    [InlineData("catalog: one of publish, diff, list is missing.", "catalog")]
    [InlineData("catalog: 'publsh' is none of publish, diff, list; did you mean publish?", "catalog", "publsh", "x")]
    [InlineData("'1,00' is not an amount such as \"100.00 CNY\".", "deposit", "demo", "1,00")]
    [InlineData("Option '--currency' is required.", "partner", "add", "new", "--name", "New")]
    [InlineData("--outcome takes succeeded or failed, not 'o'.", "in-doubt", "resolve", "p", "n", "--outcome", "o")]
    public async Task A_wrong_command_line_ends_with_2_and_says_what_is_right(string said, params string[] args)
    {
        var (status, output, error) = await RunAsync(args);

        Assert.Equal((2, ""), (status, output));
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.EndsWith("--help behind a verb tells what it takes.\n", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "Closes a calendar month", "--help")]
    [InlineData(0, "Closes a calendar month", "help")]
    [InlineData(0, "--period <YYYY-MM>", "settle", "--help")]
    [InlineData(0, "--evidence <TEXT>", "in-doubt", "resolve", "-h")]
    [InlineData(2, "Closes a calendar month")]
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
