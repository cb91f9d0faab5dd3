using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Partner.Contracts.Client;
using Partner.Server.Hosting;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Security;

/// <summary>Files that are renewed badly: what was read before serves on, and a line of the log says why.</summary>
public sealed class DamagedCertificateTests : IDisposable
{
    private readonly TlsTestAuthority _authority = new();
    private readonly TlsTestAuthority _second = new();
    private readonly GrpcTestClock _clock = new();
    private readonly GrpcTestLog _log = new();

    public static TheoryData<int> Files => [0, 1, 2];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_may_not_be_read_leaves_the_old_certificate_in_use(int file)
    {
        var tls = Read();
        var before = tls.Current();
        var path = Paths()[file];
        File.Delete(path);

        // To open a folder as a file is refused as UnauthorizedAccessException, even to root.
        Directory.CreateDirectory(path);
        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Same(before, tls.Current());
        Assert.True(tls.CertificateEnds() > TimeProvider.System.GetUtcNow());
        Assert.Single(_log.Errors);
        Directory.Delete(path);
    }

    [Fact]
    public void A_bundle_that_is_cut_off_within_its_second_block_is_refused_whole_and_the_block_is_named()
    {
        var first = _authority.Own.CertificatePem;
        var second = _second.Own.CertificatePem;
        File.WriteAllText(_authority.Files.ClientAuthorityPath, $"{first}\n{second}");
        var tls = Read();
        for (var length = 1; length < second.TrimEnd().Length; length += 97)
        {
            File.WriteAllText(_authority.Files.ClientAuthorityPath, $"{first}\n{second[..length]}");
            _clock.Advance(TimeSpan.FromMinutes(2));

            Assert.Equal(2, tls.Current().CertificateChainPolicy!.CustomTrustStore.Count);
        }

        Assert.Contains($"PEM block 2 of {_authority.Files.ClientAuthorityPath}", _log.All, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_whose_middle_is_lost_or_changed_is_refused_too()
    {
        var lines = _authority.Own.CertificatePem.Split('\n');
        string[] damaged =
        [
            string.Join('\n', lines.Where((_, i) => i != 2)),
            string.Join('\n', lines.Where((_, i) => i != 0)),
            _authority.Own.CertificatePem.Replace("BEGIN CERTIFICATE", "BEGIN CERTIFICATES", StringComparison.Ordinal),
        ];
        foreach (var text in damaged)
        {
            File.WriteAllText(_authority.Files.ClientAuthorityPath, _second.Own.CertificatePem + text);

            var damage = Assert.Throws<CertificateFileException>(Read);
            Assert.Contains("PEM block", damage.Message, StringComparison.Ordinal);
            ChineseText.Check(damage.Chinese);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_key_of_another_certificate_is_refused_with_both_files_named(bool sameKind)
    {
        using var rsa = RSA.Create(2048);
        File.WriteAllText(
            _authority.Files.KeyPath, sameKind ? _second.Own.KeyPem : rsa.ExportPkcs8PrivateKeyPem());

        var refused = Assert.Throws<CryptographicException>(Read);

        Assert.Contains(
            $"{_authority.Files.KeyPath} cannot be used with the certificate {_authority.Files.CertificatePath}",
            refused.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Words_around_the_blocks_are_no_damage()
    {
        File.WriteAllText(
            _authority.Files.ClientAuthorityPath, $"subject=CN=T\n{_authority.Own.CertificatePem}\nissuer=CN=T\n");

        Assert.Single(Read().Current().CertificateChainPolicy!.CustomTrustStore);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _second.Dispose();
    }

    private KestrelTls Read() => new(
        _authority.Files, _clock, new Logger<KestrelTls>(new LoggerFactory([_log])));

    private string[] Paths() =>
        [_authority.Files.CertificatePath, _authority.Files.KeyPath, _authority.Files.ClientAuthorityPath];
}
