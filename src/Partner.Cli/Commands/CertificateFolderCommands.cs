using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands;

/// <summary>
/// <c>certificates renew-all</c> and <c>revoke-all</c>: all certificates of a folder, as a chain rotates its tills'.
/// </summary>
internal static class CertificateFolderCommands
{
    /// <summary>Renews each certificate of a folder, calling with that very certificate.</summary>
    public static Command CreateRenew(Scope scope)
    {
        var folder = Folder(scope);
        var output = new Option<string>("--out")
        {
            HelpName = "FOLDER",
            Required = true,
            Description = scope.Pick(
                "Writes NAME.key, which only you can read, and NAME.crt there", "写入该目录：NAME.key（仅本人可读）和 NAME.crt"),
        };
        var days = CertificateCommands.Days(scope);
        var command = new Command("renew-all", scope.Pick(
            "The successor of each certificate of a folder (NAME.crt with NAME.key); run it again after lost answers",
            "续期目录中的每张证书（NAME.crt 与 NAME.key）；未收到答复时可重复执行")) { folder, output, days };
        return scope.RunsForEach(command, async (open, report, parsed, timeout, cancellationToken) =>
        {
            var into = parsed.GetRequiredValue(output);
            DocumentFile.MakeFolder(scope.Language, into);
            foreach (var path in Certificates(scope, parsed.GetRequiredValue(folder)))
            {
                var files = new KeyAndCertificate(
                    Path.Combine(into, Path.GetFileNameWithoutExtension(path)), scope.Language);
                await report.AddAsync(Path.GetFileName(path), async () =>
                {
                    if (!File.Exists(files.CertificatePath))
                    {
                        using var connection = open(path, Path.ChangeExtension(path, ".key"));
                        await RenewAsync(
                            connection, files, parsed.GetValue(days), connection.Call(timeout, cancellationToken));
                    }

                    return files.CertificatePath;
                });
            }
        });
    }

    /// <summary>Revokes each certificate of a folder, with the caller's own.</summary>
    public static Command CreateRevoke(Scope scope)
    {
        var folder = Folder(scope);
        var comment = Opt.Text("--comment", scope.Pick("Why", "原因"));
        var command = new Command("revoke-all", scope.Pick(
            "Revokes each certificate of a folder (*.crt) for ever", "永久吊销目录中的每张证书（*.crt）"))
        {
            folder, comment,
        };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var report = new RowReport(session.Host, session.Language, session.Json);
            foreach (var path in Certificates(scope, session.Parsed.GetRequiredValue(folder)))
            {
                await report.AddAsync(Path.GetFileName(path), async () =>
                {
                    using var call = session.Connection.Account.RevokeCertificateAsync(
                        new RevokeCertificateRequest
                        {
                            Name = "certificates/" + Thumbprint(scope, path),
                            Comment = session.Parsed.GetValue(comment) ?? "",
                        },
                        session.Call(cancellationToken));
                    return EnumText.Of((await call.ResponseAsync).Certificate.State);
                });
            }

            return report.End();
        });
    }

    /// <summary>Asks for the successor of the certificate that is called with, and writes it.</summary>
    public static async Task<RenewCertificateResponse> RenewAsync(
        PartnerConnection connection, KeyAndCertificate files, int days, CallOptions options,
        string comment = "")
    {
        var (request, requestId) = files.Prepare();
        using var call = connection.Account.RenewCertificateAsync(
            new RenewCertificateRequest
            {
                RequestId = requestId,
                SigningRequest = new SigningRequest { Der = ByteString.CopyFrom(request) },
                Days = days,
                Comment = comment,
            },
            options);
        var answer = await call.ResponseAsync;
        files.Save(answer.CertificatePem, answer.ChainPem);
        return answer;
    }

    private static Argument<string> Folder(Scope scope) => scope.Argument("FOLDER", "Where they are", "证书所在目录");

    private static string[] Certificates(Scope scope, string folder)
    {
        var found = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.crt") : [];
        Array.Sort(found, StringComparer.Ordinal);
        return found.Length > 0
            ? found
            : throw new UsageException(scope.Pick($"There is no *.crt in {folder}.", $"{folder} 中没有 *.crt 文件。"));
    }

    private static string Thumbprint(Scope scope, string path)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(path));
            return Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new UsageException(scope.Pick(
                $"{path}: {fault.Message}", $"{path}：无法读取（{FaultText.Of(scope.Language, fault)}）"));
        }
    }
}
