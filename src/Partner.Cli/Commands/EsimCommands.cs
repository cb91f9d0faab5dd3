using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary><c>esim</c>: how an eSIM is installed, and a new code for another device.</summary>
internal static class EsimCommands
{
    public static Command Create(Scope scope)
    {
        var command = new Command("esim", scope.Pick(
            "Installs eSIMs: shows the code, makes a new one for another device", "eSIM 安装与换机"));
        command.Subcommands.Add(CreateShow(scope));
        command.Subcommands.Add(CreateReissue(scope));
        command.Subcommands.Add(CreateGet(scope));
        return command;
    }

    private static Command CreateShow(Scope scope)
    {
        var card = scope.Argument("CARD", "ICCID of a card that you sold to", "本处销售过的卡的 ICCID");
        var place = new LookupPlaceOptions(scope);
        var png = Opt.Text("--png", scope.Pick(
            "Write the QR code to this file, which only you can read", "将二维码写入此文件（仅本人可读）"), "FILE");
        var command = new Command("show", scope.Pick(
            "How it is installed: code, QR code, what to type", "安装码、二维码及手动输入项"))
        {
            card, png, place.Outlet, place.Terminal,
        };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var request = new GetInstallationRequest
            {
                Card = CardText.Read(session.Parsed.GetRequiredValue(card)),
                Outlet = session.Parsed.GetValue(place.Outlet) ?? "",
                Terminal = session.Parsed.GetValue(place.Terminal) ?? "",
            };
            using var call = session.Connection.Esims.GetInstallationAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            if (session.Parsed.GetValue(png) is { } path)
            {
                await WriteAsync(scope, path, answer.Installation.QrPng.Memory, cancellationToken);
            }

            session.Print(answer, () => EsimText.Of(session.Language, answer.Installation));
            return ExitStatus.Done;
        });
    }

    private static Command CreateReissue(Scope scope)
    {
        var card = scope.Argument("CARD", "ICCID of a card that you sold to", "本处销售过的卡的 ICCID");
        var idCheck = new IdCheckOptions(scope);
        var requestId = Opt.Text("--request-id", scope.Pick(
            "Its own id, the same on every retry [a new UUID, printed first]", "请求号，重试不变 [自动生成并先打印]"), "ID");
        var outlet = Opt.Text("--outlet", scope.Pick("The outlet", "网点"));
        var terminal = Opt.Text("--terminal", scope.Pick("The terminal", "终端"));
        var cashier = Opt.Text("--cashier", scope.Pick("The cashier", "收银员"));
        var comment = Opt.Text("--comment", scope.Pick("Why", "原因"));
        var command = new Command("reissue", scope.Pick(
            "Makes a new code for another device; the one before installs no more", "换机：换发安装码，旧码失效"))
        {
            card, requestId, outlet, terminal, cashier, comment,
        };
        foreach (var option in idCheck.All)
        {
            command.Options.Add(option);
        }

        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var request = new ReissueInstallationRequest
            {
                RequestId = parsed.GetValue(requestId) ?? Guid.NewGuid().ToString("D"),
                Card = CardText.Read(parsed.GetRequiredValue(card)),
                IdCheck = idCheck.Read(parsed),
                Outlet = parsed.GetValue(outlet) ?? "",
                Terminal = parsed.GetValue(terminal) ?? "",
                Cashier = parsed.GetValue(cashier) ?? "",
                Comment = parsed.GetValue(comment) ?? "",
            };
            await session.AnnounceAsync(request.RequestId, cancellationToken);
            using var call = session.Connection.Esims.ReissueInstallationAsync(
                request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            return Show(session, answer, answer.Reissue);
        });
    }

    private static Command CreateGet(Scope scope)
    {
        var name = scope.Argument("ID", "Name (esimReissues/…) or request id", "名称（esimReissues/…）或请求号");
        var command = new Command("get", scope.Pick("What became of a change of device", "查询换机结果")) { name };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var given = session.Parsed.GetRequiredValue(name);
            var request = given.Contains('/', StringComparison.Ordinal)
                ? new GetReissueRequest { Name = given }
                : new GetReissueRequest { RequestId = given };
            using var call = session.Connection.Esims.GetReissueAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            return Show(session, answer, answer.Reissue);
        });
    }

    private static int Show(Session session, Google.Protobuf.IMessage answer, EsimReissue reissue)
    {
        session.Print(answer, () => EsimText.Of(session.Language, session.Host.Clock.LocalTimeZone, reissue));
        return reissue.State switch
        {
            EsimReissueState.Succeeded => ExitStatus.Of(TopUpState.Succeeded),
            EsimReissueState.Failed => ExitStatus.Of(TopUpState.Failed),
            _ => ExitStatus.Of(TopUpState.Processing),
        };
    }

    private static async Task WriteAsync(
        Scope scope, string path, ReadOnlyMemory<byte> image, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = SecretFile.Open(path, FileMode.Create);
            await file.WriteAsync(image, cancellationToken);
        }
        catch (Exception fault) when (DocumentFile.IsOfFile(fault))
        {
            throw DocumentFile.Unwritable(scope.Language, path, fault);
        }
    }
}
