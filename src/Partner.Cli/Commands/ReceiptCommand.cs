using System.CommandLine;
using System.Text;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary>
/// <c>receipt</c>: prints a receipt; <c>receipt show</c>: shows one without printing it; <c>receipt verify</c>: tells
/// whether one is genuine.
/// </summary>
internal static class ReceiptCommand
{
    private static readonly Dictionary<string, ReceiptFormat> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        ["text32"] = ReceiptFormat.Text32,
        ["text48"] = ReceiptFormat.Text48,
        ["escpos"] = ReceiptFormat.EscPos48,
        ["escpos32"] = ReceiptFormat.EscPos32,
        ["html"] = ReceiptFormat.Html,
        ["json"] = ReceiptFormat.Message,
    };

    public static Command Create(Scope scope)
    {
        var id = scope.TopUp();
        var names = string.Join(", ", Formats.Keys);
        var format = Opt.Parsed<ReceiptFormat?>(
            scope.Language, "--format", scope.Pick($"{names} [text48]", $"格式：{names} [text48]"), "NAME",
            scope.Pick($"one of {names}", $"以下之一：{names}"),
            text => Formats.TryGetValue(text, out var found) ? found : null);
        var file = Opt.Text("--out", scope.Pick(
            "Write it to a file, or to a printer's device", "写入文件或打印机设备"), "FILE");
        var requestId = Opt.Text("--request-id", scope.Pick(
            "The print's own id, the same on every retry [a new UUID, printed first]",
            "打印自身的请求号，重试不变 [自动生成并先打印]"), "ID");
        var command = new Command("receipt", scope.Pick(
            "Prints a receipt: the original first, then numbered copies", "打印凭证：首次为原件，其后为编号副本"))
        {
            id, format, file, requestId, CreateShow(scope), CreateVerify(scope),
        };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var (form, path) = (parsed.GetValue(format) ?? ReceiptFormat.Text48, parsed.GetValue(file));
            if (path is null && !session.Json && form is (ReceiptFormat.EscPos32 or ReceiptFormat.EscPos48))
            {
                throw new UsageException(scope.Pick(
                    "The bytes of a printer are no text: give --out FILE.", "打印机字节流不是文本：请给出 --out FILE。"));
            }

            var request = Request(parsed.GetRequiredValue(id), parsed.GetValue(requestId), form);
            await session.AnnounceAsync(request.RequestId, cancellationToken);
            session.MovesMoney = false;
            using var call = session.Connection.Receipts.PrintReceiptAsync(request, session.Call(cancellationToken));
            await WriteAsync(session, await call.ResponseAsync, form, path, cancellationToken);
            return ExitStatus.Done;
        });
    }

    private static PrintReceiptRequest Request(string id, string? requestId, ReceiptFormat form)
    {
        var request = new PrintReceiptRequest
        {
            RequestId = requestId ?? Guid.NewGuid().ToString("D"),
            Format = form,
        };
        if (Names.IsTopUp(id))
        {
            request.TopUp = id;
        }
        else
        {
            request.TopUpRequestId = id;
        }

        return request;
    }

    private static Command CreateShow(Scope scope)
    {
        var id = scope.TopUp();
        var command = new Command("show", scope.Pick(
            "Shows a receipt, without printing or counting it", "查看凭证（不打印、不计数）")) { id };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var text = session.Parsed.GetRequiredValue(id);
            var request = Names.IsTopUp(text)
                ? new GetReceiptRequest { TopUp = text }
                : new GetReceiptRequest { TopUpRequestId = text };
            using var call = session.Connection.Receipts.GetReceiptAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => ReceiptFields.Of(answer.Receipt, session.Language));
            return ExitStatus.Done;
        });
    }

    private static Command CreateVerify(Scope scope)
    {
        var number = Opt.Text("--number", scope.Pick("The receipt number", "凭证号"), "NUMBER");
        var code = Opt.Text("--code", scope.Pick("The code on it", "凭证上的验证码"), "CODE");
        var scan = Opt.Text("--qr-file", scope.Pick(
            "A file with the text of its QR code, as a scanner read it", "存放二维码内容（扫码结果）的文件"), "FILE");
        var command = new Command("verify", scope.Pick(
            "Tells whether a receipt is genuine: by number and code, or by its QR code",
            "核验凭证真伪：按凭证号和验证码，或按二维码")) { number, code, scan };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var (typed, scanned) = (parsed.GetValue(number) ?? parsed.GetValue(code), parsed.GetValue(scan));
            if ((typed is null) == (scanned is null))
            {
                throw new UsageException(scope.Pick(
                    "Give --number and --code, or --qr-file.", "请给出 --number 与 --code，或 --qr-file。"));
            }

            var request = scanned is null
                ? new VerifyReceiptRequest
                {
                    Printed = new PrintedCode
                    {
                        ReceiptNumber = parsed.GetValue(number) ?? "",
                        Code = parsed.GetValue(code) ?? "",
                    },
                }
                : new VerifyReceiptRequest
                {
                    QrText = await DocumentFile.ReadAsync(session.Language, scanned, cancellationToken),
                };
            using var call = session.Connection.Receipts.VerifyReceiptAsync(
                request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => answer.Receipt is null
                ? answer.Text
                : answer.Text + Environment.NewLine + ReceiptFields.Of(answer.Receipt, session.Language));
            return answer.Verdict == ReceiptVerdict.Genuine ? ExitStatus.Done : ExitStatus.Refused;
        });
    }

    private static async Task WriteAsync(
        Session session,
        PrintReceiptResponse answer,
        ReceiptFormat form,
        string? path,
        CancellationToken cancellationToken)
    {
        var content = form == ReceiptFormat.Message
            ? Encoding.UTF8.GetBytes(JsonOutput.Indented(ContractJson.Of(answer)) + "\n")
            : answer.Document.Memory;
        if (path is not null)
        {
            await DocumentFile.WriteAsync(session.Language, path, content, cancellationToken);
        }

        session.Print(answer, () => path is null
            ? Encoding.UTF8.GetString(content.Span)
            : Written(session.Language, answer.CopyNumber, path));
    }

    private static string Written(Language language, int copy, string path) => copy == 0
        ? language.Pick($"Original written to {path}", $"原件已写入 {path}")
        : language.Pick($"Copy {copy} written to {path}", $"副本 {copy} 已写入 {path}");
}
