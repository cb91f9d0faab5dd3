using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary><c>auto-renewal</c>: what renews a customer's card by itself.</summary>
internal static class AutoRenewalCommands
{
    public static Command Create(Scope scope)
    {
        var command = new Command("auto-renewal", scope.Pick(
            "Renews customers' cards by itself: set up, stop, look at", "自动续费：开通、暂停、取消与查询"));
        command.Subcommands.Add(CreateOne(scope));
        command.Subcommands.Add(CreatePause(scope));
        command.Subcommands.Add(CreateResume(scope));
        command.Subcommands.Add(CreateCancel(scope));
        command.Subcommands.Add(CreateGet(scope));
        command.Subcommands.Add(CreateList(scope));
        command.Subcommands.Add(CreateSteps(scope));
        return command;
    }

    private static Command CreateOne(Scope scope)
    {
        var options = new AutoRenewalOptions(scope);
        var command = new Command("create", scope.Pick(
            "Sets one up, for a customer who agreed to it", "在顾客同意后开通"));
        options.AddTo(command);
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var request = options.Read(session.Parsed);
            await session.AnnounceAsync(request.RequestId, cancellationToken);
            using var call = session.Connection.AutoRenewals.CreateAutoRenewalAsync(
                request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            return Show(session, answer, answer.AutoRenewal);
        });
    }

    private static Command CreatePause(Scope scope)
    {
        var name = Name(scope);
        var command = new Command("pause", scope.Pick("Stops renewing until it is resumed", "暂停自动续费")) { name };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var request = new PauseAutoRenewalRequest { Name = Named(session, name) };
            using var call = session.Connection.AutoRenewals.PauseAutoRenewalAsync(
                request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            return Show(session, answer, answer.AutoRenewal);
        });
    }

    private static Command CreateResume(Scope scope)
    {
        var name = Name(scope);
        var command = new Command("resume", scope.Pick(
            "Goes on renewing, at once where the card is due", "恢复自动续费，已到期则立即续费")) { name };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var request = new ResumeAutoRenewalRequest { Name = Named(session, name) };
            using var call = session.Connection.AutoRenewals.ResumeAutoRenewalAsync(
                request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            return Show(session, answer, answer.AutoRenewal);
        });
    }

    private static Command CreateCancel(Scope scope)
    {
        var name = Name(scope);
        var command = new Command("cancel", scope.Pick("Ends it for ever", "永久取消自动续费")) { name };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var request = new CancelAutoRenewalRequest { Name = Named(session, name) };
            using var call = session.Connection.AutoRenewals.CancelAutoRenewalAsync(
                request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            return Show(session, answer, answer.AutoRenewal);
        });
    }

    private static Command CreateGet(Scope scope)
    {
        var id = scope.Argument(
            "ID", "Name (autoRenewals/…) or the request id of its creation", "名称（autoRenewals/…）或开通时的请求号");
        var command = new Command("get", scope.Pick("Shows one with what happened to it", "查看一项及其经过")) { id };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var text = session.Parsed.GetRequiredValue(id);
            var request = Names.IsAutoRenewal(text)
                ? new GetAutoRenewalRequest { Name = text }
                : new GetAutoRenewalRequest { RequestId = text };
            using var call = session.Connection.AutoRenewals.GetAutoRenewalAsync(
                request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => AutoRenewalText.Of(answer.AutoRenewal, Zone(session), session.Language)
                + Environment.NewLine + AutoRenewalText.Steps(answer.Steps, Zone(session), session.Language));
            return ExitStatus.Done;
        });
    }

    private static Command CreateList(Scope scope)
    {
        var card = Opt.Text("--card", scope.Pick("Of this card: ICCID or +phone number", "卡号：ICCID 或 +电话号码"), "CARD");
        var state = Opt.Choice<AutoRenewalState>(scope.Language, "--state", scope.Pick("In this state", "状态"));
        var outlet = Opt.Text("--outlet", scope.Pick("The outlet", "网点"));
        var limit = new LimitOption(scope);
        var command = new Command("list", scope.Pick("Lists them, the newest first", "列出自动续费，最新在前"))
        {
            card, state, outlet,
        };
        limit.AddTo(command);
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var wanted = limit.Read(parsed);
            var request = new ListAutoRenewalsRequest
            {
                Card = parsed.GetValue(card) is { } number ? CardText.Read(number) : null,
                State = parsed.GetValue(state) ?? AutoRenewalState.Unspecified,
                Outlet = parsed.GetValue(outlet) ?? "",
            };
            var found = await FetchAsync(session, request, wanted, cancellationToken);
            session.Print(found, () => AutoRenewalText.Table(found, Zone(session), session.Language));
            return ExitStatus.Done;
        });
    }

    private static Command CreateSteps(Scope scope)
    {
        var after = new Option<long>("--after")
        {
            HelpName = "NUMBER",
            Description = scope.Pick("Only steps after this number", "仅列出该编号之后的步骤"),
        };
        var outlet = Opt.Text("--outlet", scope.Pick("The outlet", "网点"));
        var limit = new LimitOption(scope);
        var command = new Command("steps", scope.Pick(
            "Lists what happened to all of them, in order", "按顺序列出全部自动续费的经过")) { after, outlet };
        limit.AddTo(command);
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var request = new ListAutoRenewalStepsRequest
            {
                AfterNumber = parsed.GetValue(after),
                Outlet = parsed.GetValue(outlet) ?? "",
                PageSize = Math.Min(limit.Read(parsed), LimitOption.LargestPage),
            };
            using var call = session.Connection.AutoRenewals.ListAutoRenewalStepsAsync(
                request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            var (zone, language) = (Zone(session), session.Language);
            session.Print(answer, () => AutoRenewalText.Steps(answer.Steps, zone, language) + (answer.More
                ? language.Pick(
                    $"There are more: --after {answer.LastNumber}.", $"还有更多：--after {answer.LastNumber}。")
                : ""));
            return ExitStatus.Done;
        });
    }

    private static async Task<ListAutoRenewalsResponse> FetchAsync(
        Session session, ListAutoRenewalsRequest request, int wanted, CancellationToken cancellationToken)
    {
        var found = new ListAutoRenewalsResponse();
        do
        {
            request.PageSize = Math.Min(wanted - found.AutoRenewals.Count, LimitOption.LargestPage);
            request.PageToken = found.NextPageToken;
            using var call = session.Connection.AutoRenewals.ListAutoRenewalsAsync(
                request, session.Call(cancellationToken));
            var page = await call.ResponseAsync;
            found.AutoRenewals.AddRange(page.AutoRenewals);
            found.NextPageToken = page.NextPageToken;
        }
        while (found.NextPageToken.Length > 0 && found.AutoRenewals.Count < wanted);

        return found;
    }

    private static Argument<string> Name(Scope scope) =>
        scope.Argument("NAME", "The auto-renewal: autoRenewals/…", "自动续费：autoRenewals/…");

    private static string Named(Session session, Argument<string> name) =>
        Names.AutoRenewal(session.Parsed.GetRequiredValue(name));

    private static TimeZoneInfo Zone(Session session) => session.Host.Clock.LocalTimeZone;

    private static int Show(Session session, Google.Protobuf.IMessage answer, AutoRenewal renewal)
    {
        session.Print(answer, () => AutoRenewalText.Of(renewal, Zone(session), session.Language));
        return ExitStatus.Done;
    }
}
