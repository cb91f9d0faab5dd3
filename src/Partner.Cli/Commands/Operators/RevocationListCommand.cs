using System.CommandLine;
using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands.Operators;

/// <summary><c>operator certificates crl</c>: the revocation list of the signing authority, as a file.</summary>
internal static class RevocationListCommand
{
    public static Command Create(Scope scope)
    {
        var file = new Option<string>("--out")
        {
            Required = true,
            HelpName = "FILE",
            Description = scope.Pick("Where to write it, PEM", "输出文件（PEM）"),
        };
        var days = new Option<int>("--days")
        {
            HelpName = "N",
            Description = scope.Pick("When the next one comes at the latest [7]", "下次更新的最晚天数 [7]"),
        };
        var command = new Command("crl", scope.Pick(
            "Makes the revocation list of the signing authority: all that are revoked and have not ended, but for "
            + "those of which nothing but the thumbprint was registered",
            "生成签发机构的吊销列表：所有已吊销且未到期的证书，仅登记了指纹的除外"))
        {
            file, days,
        };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            using var call = CertificatesCommand.Client(session).MakeRevocationListAsync(
                new MakeRevocationListRequest { ValidDays = session.Parsed.GetValue(days) },
                session.Call(cancellationToken));
            var answer = await call.ResponseAsync;

            // Whoever reads the file meanwhile has the list before it, or this one.
            var path = session.Parsed.GetRequiredValue(file);
            var temporary = $"{path}.{OperatorOptions.Text(answer.Number)}.tmp";
            await File.WriteAllTextAsync(temporary, answer.Pem, cancellationToken);
            File.Move(temporary, path, overwrite: true);
            session.Print(answer, () => session.Language.Pick(
                $"Wrote revocation list {answer.Number} with {answer.Certificates} certificates to {path}.",
                $"已将第 {answer.Number} 号吊销列表（{answer.Certificates} 张证书）写入 {path}。"));
            return ExitStatus.Done;
        });
    }
}
