using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Partner.Server.Tests.Cli;

/// <summary>Certificates and keys as authorities hand them out, and what is said when they do not fit.</summary>
public sealed class ClientKeyTests
{
    private const string Secret = "correct horse";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_of_another_certificate_exits_with_2_in_words(bool sameKind)
    {
        await using var server = await CliServer.StartAsync();
        using var other = new TestPki(server.PathOf("other"));
        var key = sameKind ? other.KeyFile : server.PathOf("rsa.key");
        if (!sameKind)
        {
            using var rsa = RSA.Create(2048);
            await File.WriteAllTextAsync(key, rsa.ExportPkcs8PrivateKeyPem());
        }

        var text = await CliOutcome.RunAsync(["balance", .. server.Profile[..6], "--key", key]);
        var json = await CliOutcome.RunAsync(["balance", .. server.Profile[..6], "--key", key, "--json"]);

        Assert.Equal((2, 2), (text.Status, json.Status));
        Assert.Contains("does not belong to the certificate", text.Error, StringComparison.Ordinal);
        Assert.Contains("does not belong to the certificate", json.Out, StringComparison.Ordinal);
        Assert.Contains("\"reason\": \"USAGE\"", json.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_encrypted_key_is_read_with_its_passphrase(bool fromFile)
    {
        await using var server = await CliServer.StartAsync();
        var key = server.PathOf("encrypted.key");
        using (var pair = Pair(server))
        using (var ec = pair.GetECDsaPrivateKey()!)
        {
            await File.WriteAllTextAsync(key, ec.ExportEncryptedPkcs8PrivateKeyPem(Secret, Strong));
        }

        var outcome = await RunAsync(server, fromFile, "--cert", server.PathOf("client.crt"), "--key", key);
        var without = await CliOutcome.RunAsync(["balance", .. server.Profile[..4], "--cert",
            server.PathOf("client.crt"), "--key", key]);
        var wrong = await CliOutcome.RunAsync(
            name => name == "PARTNER_PASSPHRASE" ? "wrong" : null,
            ["balance", .. server.Profile[..4], "--cert", server.PathOf("client.crt"), "--key", key]);

        Assert.Equal((0, ""), (outcome.Status, outcome.Error));
        Assert.Equal((2, 2), (without.Status, wrong.Status));
        Assert.Contains("no passphrase was given", without.Error, StringComparison.Ordinal);
        ChineseText.Check((await CliOutcome.RunAsync(["balance", .. server.Profile[..4], "--cert",
            server.PathOf("client.crt"), "--key", key, "--lang", "zh-CN"])).Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_PKCS_12_file_is_read_with_its_passphrase(bool fromFile)
    {
        await using var server = await CliServer.StartAsync();
        var file = server.PathOf("client.pfx");
        using (var pair = Pair(server))
        {
            await File.WriteAllBytesAsync(file, pair.Export(X509ContentType.Pkcs12, Secret));
        }

        var outcome = await RunAsync(server, fromFile, "--cert", file);
        var without = await CliOutcome.RunAsync(["balance", .. server.Profile[..4], "--cert", file]);

        Assert.Equal((0, ""), (outcome.Status, outcome.Error));
        Assert.Equal(2, without.Status);
        Assert.Contains("no passphrase was given", without.Error, StringComparison.Ordinal);
        ChineseText.Check((await CliOutcome.RunAsync(
            ["balance", .. server.Profile[..4], "--cert", file, "--lang", "zh-CN"])).Error);
    }

    [Fact]
    public async Task A_key_in_the_certificates_file_needs_no_file_of_its_own()
    {
        await using var server = await CliServer.StartAsync();
        var both = server.PathOf("both.pem");
        await File.WriteAllTextAsync(
            both,
            await File.ReadAllTextAsync(server.PathOf("client.crt")) + "\n"
            + await File.ReadAllTextAsync(server.PathOf("client.key")));

        var outcome = await CliOutcome.RunAsync(["balance", .. server.Profile[..4], "--cert", both]);

        Assert.Equal((0, ""), (outcome.Status, outcome.Error));
    }

    [Theory]
    [InlineData("client.crt")]
    [InlineData("client.key")]
    [InlineData("ca.crt")]
    public async Task A_damaged_file_exits_with_2_and_is_named(string name)
    {
        await using var server = await CliServer.StartAsync();
        var path = server.PathOf(name);
        var text = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, text[..(text.Length / 2)]);

        var outcome = await server.RunAsync("balance");
        var chinese = await server.RunAsync("balance", "--lang", "zh-CN");

        Assert.Equal((2, 2), (outcome.Status, chinese.Status));
        Assert.Contains(name, outcome.Error, StringComparison.Ordinal);
        Assert.Contains(name, chinese.Error, StringComparison.Ordinal);
        ChineseText.Check(chinese.Error);
    }

    private static PbeParameters Strong => new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000);

    private static X509Certificate2 Pair(CliServer server) =>
        X509Certificate2.CreateFromPemFile(server.PathOf("client.crt"), server.PathOf("client.key"));

    private static async Task<CliOutcome> RunAsync(CliServer server, bool fromFile, params string[] files)
    {
        string[] line = ["balance", .. server.Profile[..4], .. files];
        if (!fromFile)
        {
            return await CliOutcome.RunAsync(name => name == "PARTNER_PASSPHRASE" ? Secret : null, line);
        }

        var file = server.PathOf("passphrase");
        await File.WriteAllTextAsync(file, Secret + "\n");
        return await CliOutcome.RunAsync([.. line, "--passphrase-file", file]);
    }
}
