using System.CommandLine;
using Google.Protobuf;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary><c>enroll</c>: a till's first certificate, with a code.</summary>
internal static class EnrollCommand
{
    public static Command Create(Scope scope)
    {
        var code = new Option<string>("--code")
        {
            HelpName = "CODE",
            Required = true,
            Description = scope.Pick("The enrollment code: XXXX-XXXX-XXXX", "注册码：XXXX-XXXX-XXXX"),
        };
        var output = CertificateCommands.Out(scope);
        var command = new Command("enroll", scope.Pick(
            "A till's first certificate, with a code, at the enrolment's --address "
            + "[PARTNER_ENROLLMENT_ADDRESS, else https://localhost:7444]; run it again after a lost answer",
            "用注册码申请终端的首张证书，--address 为注册地址 [PARTNER_ENROLLMENT_ADDRESS，默认 https://localhost:7444]；"
            + "未收到答复时可重复执行")) { code, output };
        return scope.RunsWithout(command, async (connection, parsed, timeout, cancellationToken) =>
        {
            var files = new KeyAndCertificate(parsed.GetRequiredValue(output), scope.Language);
            var (request, requestId) = files.Prepare();
            using var call = connection.Enrollment.EnrollWithCodeAsync(
                new EnrollWithCodeRequest
                {
                    RequestId = requestId,
                    Code = parsed.GetRequiredValue(code),
                    SigningRequest = new SigningRequest { Der = ByteString.CopyFrom(request) },
                },
                connection.Call(timeout, cancellationToken));
            var answer = await call.ResponseAsync;
            files.Save(answer.CertificatePem, answer.ChainPem);
            scope.Host.Out.WriteLine(scope.IsJson(parsed)
                ? JsonOutput.Indented(ContractJson.Of(answer))
                : $"{files.CertificatePath}, {files.KeyPath}");
            return ExitStatus.Done;
        });
    }
}
