using Partner.Server.Tests.Cli;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Accounts;

/// <summary>What people type about certificates and codes.</summary>
public sealed class AccountCommandTests(AccountServer shared) : SharedServerTest(shared), IClassFixture<AccountServer>
{
    [Fact]
    public async Task A_till_enrols_with_a_code_that_was_typed_renews_is_listed_and_revoked_in_either_language()
    {
        var folder = Directory.CreateTempSubdirectory("leb-till-").FullName;
        try
        {
            var stem = Path.Combine(folder, "till");
            var created = await RunAsync(
                "enrollment-code", "create", "--outlet", "store-7", "--terminal", "till-7", "--valid-for", "10m");
            Assert.True(created.Status == 0, created.Error);
            var code = created.Out.Trim();
            Assert.Matches("^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$", code);
            AssertHas(await RunAsync("enrollment-code", "list"), 0, "OPEN", "store-7/till-7", "enrollmentCodes/");
            string[] enroll =
            [
                "enroll", "--code", code, "--out", stem, "--address",
                $"https://localhost:{Shared.Running.Server.EnrollmentPort}",
            ];
            AssertHas(await RunAloneAsync(enroll), 0, $"{stem}.crt");
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(
                    UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(stem + ".key"));
            }

            // The answer was lost before it was written down: the same again.
            var certificate = await File.ReadAllTextAsync(stem + ".crt");
            Assert.Equal(2, (await RunAloneAsync(enroll)).Status);
            Assert.False(File.Exists(stem + ".csr"));
            string[] own =
            [
                "--cert", stem + ".crt", "--key", stem + ".key", "--lang", "en",
            ];
            AssertHas(await RunAloneAsync(["certificates", "list", .. own, .. At]), 0, "GOOD", "store-7/till-7");
            AssertHas(
                await RunAloneAsync(["certificates", "renew", "--out", stem + "-2", .. own, .. At]), 0, "-2.crt");
            AssertHas(
                await RunAsync("certificates", "list", "--outlet", "store-7", "--lang", "zh-CN"), 0, "到期", "till-7");
            var name = (await RunAsync("certificates", "list", "--outlet", "store-7")).Out
                .Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
                .First(word => word.StartsWith("certificates/", StringComparison.Ordinal));
            AssertHas(
                await RunAsync("certificates", "revoke", name, "--with-issued", "--comment", "lost"), 0, "REVOKED");
            AssertHas(await RunAsync("certificates", "list", "--outlet", "store-7", "--past"), 0, "REVOKED");
            AssertHas(await RunAsync("certificates", "ca-bundle"), 0, "BEGIN CERTIFICATE");
            AssertHas(
                await RunAsync("account", "watch", "--timeout", "2s"), 0, "CERTIFICATE_ENROLLED",
                "CERTIFICATE_RENEWED", "CERTIFICATE_REVOKED");
            Assert.StartsWith("-----BEGIN CERTIFICATE", certificate, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_wrong_code_leaves_the_key_and_no_certificate()
    {
        var folder = Directory.CreateTempSubdirectory("leb-till-").FullName;
        try
        {
            var stem = Path.Combine(folder, "till");
            var outcome = await RunAloneAsync(
                "enroll", "--code", "9999-8888-7777", "--out", stem, "--lang", "zh-CN", "--address",
                $"https://localhost:{Shared.Running.Server.EnrollmentPort}");

            Assert.Equal(1, outcome.Status);
            Assert.Contains("该注册码无法使用", outcome.Error, StringComparison.Ordinal);
            Assert.True(File.Exists(stem + ".key"));
            Assert.False(File.Exists(stem + ".crt"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string[] At => ["--address", $"https://localhost:{Shared.Running.Server.Port}"];

    private static void AssertHas(CliOutcome outcome, int status, params string[] texts)
    {
        Assert.True(outcome.Status == status, outcome.Out + outcome.Error);
        Assert.All(texts, text => Assert.Contains(text, outcome.Out, StringComparison.Ordinal));
    }

    private async Task<CliOutcome> RunAsync(params string[] args)
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        string[] language = args.Contains("--lang") ? [] : ["--lang", "en"];
        return await CliOutcome.RunAsync(Shared.Running, demo, [.. args, .. language]);
    }

    private Task<CliOutcome> RunAloneAsync(params string[] args)
    {
        string[] language = args.Contains("--lang") ? [] : ["--lang", "en"];
        return CliOutcome.RunAsync([.. args, .. language, "--ca", Shared.Running.Server.Pki.AuthorityPath]);
    }
}
