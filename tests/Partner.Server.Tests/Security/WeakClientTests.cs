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
    private static readonly MadeProfile Between = Good.AsAuthority() with { Name = "between", Ends = Good.Ends };

    private static readonly byte[] Opening =
        [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0];

    private readonly string _folder = Directory.CreateTempSubdirectory("leb-weak-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task What_is_weak_anywhere_in_a_chain_fails_the_handshake(string version)
    {
        await using var host = await GrpcTestHost.StartAsync();
        var root = RootOf(host);
        Func<AsymmetricAlgorithm> weakRsa = () => RSA.Create(1024);
        Func<AsymmetricAlgorithm> rsa = () => RSA.Create(2048);

        // The words are those of the log; where TLS itself knows no way to show it, there are none of ours.
        (MadeProfile Client, MadeProfile? Issuer, string? Words)[] rows =
        [
            (Good with { Key = weakRsa }, null, "it has an RSA key of 1024 bits"),
            (Good with { Key = () => RSA.Create(1536) }, Between, "it has an RSA key of 1536 bits"),
            (Good with { Hash = HashAlgorithmName.SHA1 }, null, "it is signed with"),
            (Good with { Hash = HashAlgorithmName.SHA1 }, Between with { Key = rsa }, "it is signed with"),
            (Good with { Hash = HashAlgorithmName.MD5 }, Between with { Key = rsa }, "it is signed with"),
            (Good with { Hash = HashAlgorithmName.SHA1, Pss = true }, Between with { Key = rsa }, "it is signed with"),
            (Good, Between with { Key = weakRsa }, "CN=between, has an RSA key of 1024 bits"),
            (Good, Between with { Hash = HashAlgorithmName.SHA1 }, "CN=between, is signed with"),
            (Good with { Authority = true }, Between, "take the client's own"),
            (Good with { KeyUsage = X509KeyUsageFlags.KeyEncipherment }, Between, "the key usage digitalSignature"),
            (Good with { Use = "1.3.6.1.5.5.7.3.1" }, Between, "the extended key usage clientAuth"),
            (Good with { Key = () => DSA.Create(2048) }, null, null),
            (Good with { Key = () => ECDsa.Create(ECCurve.CreateFromFriendlyName("secp224r1")) }, null, null),
        ];
        Assert.True(await GetsInAsync(host, version, MadeCertificate.Of(Good, root)), host.Log.All);
        foreach (var (profile, above, words) in rows)
        {
            // One line a minute is what an address gets.
            host.Clock.Advance(TimeSpan.FromMinutes(2));
            var issuer = above is null ? root : MadeCertificate.Of(above, root);
            MadeCertificate[] chain = above is null ? [] : [issuer];
            var before = host.Log.All.Length;

            Assert.False(await GetsInAsync(host, version, MadeCertificate.Of(profile, issuer), chain), words);
            if (words is not null)
            {
                await Eventually.SeeAsync(
                    () => Task.FromResult(host.Log.All[before..]),
                    log => log.Contains(words, StringComparison.Ordinal));
            }
        }
    }

    private static MadeCertificate RootOf(GrpcTestHost host)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(host.Authority.Own.KeyPem);
        return new MadeCertificate(host.Authority.Root, key);
    }

    private async Task<bool> GetsInAsync(
        GrpcTestHost host, string version, MadeCertificate client, params MadeCertificate[] chain)
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
            "-cert_chain", Save("chain.crt", string.Concat(chain.Append(RootOf(host)).Select(one => one.Pem))),
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
