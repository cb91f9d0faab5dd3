using System.Diagnostics;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Security;

/// <summary>
/// Weak keys and signatures at the real handshake. This machine's library shows none; OpenSSL's own client does when it
/// is told that nothing is too weak.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class WeakClientTests : IDisposable
{
    private static readonly MadeProfile Good = MadeCertificate.Good;
    private static readonly MadeProfile Root = Good.AsAuthority() with { Ends = TimeSpan.FromDays(300) };

    private static readonly byte[] Opening =
        [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0];

    private static readonly Func<AsymmetricAlgorithm> WeakRsa = () => RSA.Create(1024);

    private readonly string _folder = Directory.CreateTempSubdirectory("leb-weak-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task What_is_weak_anywhere_in_a_chain_fails_the_handshake(string version)
    {
        await using var host = await GrpcTestHost.StartAsync();
        var root = MadeCertificate.Of(Root);
        var weakRoot = MadeCertificate.Of(Root with { Name = "old", Key = WeakRsa });
        File.AppendAllText(host.Authority.Files.ClientAuthorityPath, root.Pem + weakRoot.Pem);
        MadeCertificate Between(Func<AsymmetricAlgorithm> key, HashAlgorithmName hash) =>
            MadeCertificate.Of(Root with { Name = "between", Key = key, Hash = hash, Ends = Good.Ends }, root);
        var (sha256, sha1, md5) = (HashAlgorithmName.SHA256, HashAlgorithmName.SHA1, HashAlgorithmName.MD5);
        var (ec, rsa) = (Between(Good.Key, sha256), Between(() => RSA.Create(2048), sha256));

        // The words are those of the log; where TLS itself knows no way to show it, there are none of ours.
        (MadeProfile Client, MadeCertificate Issuer, string? Words)[] rows =
        [
            (Good with { Key = WeakRsa }, root, "it has an RSA key of 1024 bits"),
            (Good with { Key = () => RSA.Create(1536) }, ec, "it has an RSA key of 1536 bits"),
            (Good, weakRoot, "CN=old, has an RSA key of 1024 bits"),
            (Good, Between(WeakRsa, sha256), "CN=between, has an RSA key of 1024 bits"),
            (Good, Between(Good.Key, sha1), "CN=between, is signed with"),
            (Good with { Hash = sha1 }, root, "it is signed with"),
            (Good with { Hash = sha1 }, rsa, "it is signed with"),
            (Good with { Hash = md5 }, rsa, "it is signed with"),
            (Good with { Hash = sha1, Pss = true }, rsa, "it is signed with"),
            (Good with { Authority = true }, ec, "take the client's own"),
            (Good with { KeyUsage = X509KeyUsageFlags.KeyEncipherment }, ec, "the key usage digitalSignature"),
            (Good with { Use = "1.3.6.1.5.5.7.3.1" }, ec, "the extended key usage clientAuth"),
            (Good with { Key = () => DSA.Create(2048) }, root, null),
            (Good with { Key = () => ECDsa.Create(ECCurve.CreateFromFriendlyName("secp224r1")) }, root, null),
        ];
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await GetsInAsync(host, version, MadeCertificate.Of(Good, ec), ec), host.Log.All);
        foreach (var (profile, issuer, words) in rows)
        {
            // One line a minute is what an address gets.
            host.Clock.Advance(TimeSpan.FromMinutes(2));
            var before = host.Log.All.Length;

            Assert.False(await GetsInAsync(host, version, MadeCertificate.Of(profile, issuer), issuer), words);
            if (words is not null)
            {
                var said = await Eventually.SeeAsync(
                    () => Task.FromResult(host.Log.All[before..]),
                    log => log.Contains("Refused a connection", StringComparison.Ordinal));
                Assert.Contains(words, said, StringComparison.Ordinal);
            }
        }
    }

    private async Task<bool> GetsInAsync(
        GrpcTestHost host, string version, MadeCertificate client, MadeCertificate issuer)
    {
        string Save(string name, string text)
        {
            var path = Path.Combine(_folder, name);
            File.WriteAllText(path, text);
            return path;
        }

        var start = new ProcessStartInfo("openssl")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] words =
        [
            "s_client", "-connect", $"{host.Address.Host}:{host.Address.Port}", "-quiet", version, "-alpn", "h2",
            "-cipher", "ALL:@SECLEVEL=0", "-cert", Save("client.crt", client.Pem),
            "-key", Save("client.key", client.Key.ExportPkcs8PrivateKeyPem()),
            "-cert_chain", Save("chain.crt", issuer.Pem),
        ];
        Array.ForEach(words, start.ArgumentList.Add);
        using var openssl = Process.Start(start)!;
        var complaints = openssl.StandardError.ReadToEndAsync();
        try
        {
            await openssl.StandardInput.BaseStream.WriteAsync(Opening);
            await openssl.StandardInput.BaseStream.FlushAsync();
        }
        catch (IOException)
        {
            // It has ended already: it was refused.
        }

        // The server's settings, or the end.
        var answered = await openssl.StandardOutput.BaseStream.ReadAsync(new byte[100]) > 0;
        openssl.Kill();
        await openssl.WaitForExitAsync();
        await complaints;
        return answered;
    }
}
