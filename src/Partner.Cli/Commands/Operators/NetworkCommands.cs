using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands.Operators;

/// <summary>
/// <c>operator partners set-parent</c> and <c>set-tier</c>: where a partner stands in the network, from a time on.
/// </summary>
internal static class NetworkCommands
{
    public static Command SetParent(Scope scope)
    {
        var parent = Opt.Text("--parent", scope.Pick("Its parent's id [none]", "上级编号 [无]"), "PARTNER");
        var command = new Command("set-parent", scope.Pick(
            "Sets its parent from a time on; what is sold keeps the parents of then",
            "设定上级，自指定时间起生效；已售交易沿用当时的上级")) { parent };
        return Changes(scope, command, async (session, name, why, from, call) =>
        {
            var answer = await PartnersCommand.Client(session).SetParentAsync(
                new SetParentRequest
                {
                    Name = name,
                    Parent = Names.Partner(session.Parsed.GetValue(parent) ?? ""),
                    EffectiveTime = from,
                    Why = why,
                },
                call);
            session.Print(answer, () => Text(answer.Change, session));
        });
    }

    public static Command SetTier(Scope scope)
    {
        var tier = Opt.Text("--tier", scope.Pick("Its tier [none]", "等级 [无]"));
        var command = new Command("set-tier", scope.Pick(
            "Sets its tier from a time on; what is sold keeps the tier of then",
            "设定等级，自指定时间起生效；已售交易沿用当时的等级")) { tier };
        return Changes(scope, command, async (session, name, why, from, call) =>
        {
            var answer = await PartnersCommand.Client(session).SetTierAsync(
                new SetTierRequest
                {
                    Name = name,
                    Tier = session.Parsed.GetValue(tier) ?? "",
                    EffectiveTime = from,
                    Why = why,
                },
                call);
            session.Print(answer, () => Text(answer.Change, session));
        });
    }

    private static Command Changes(
        Scope scope, Command command, Func<Session, string, string, Timestamp?, Grpc.Core.CallOptions, Task> change)
    {
        var (partner, why) = (OperatorOptions.Partner(scope), OperatorOptions.Why(scope));
        var from = Opt.Text("--from", scope.Pick(
            "From when on, as 2026-12-01T00:00:00+08:00 [as soon as possible]",
            "生效时间，如 2026-12-01T00:00:00+08:00 [尽快]"), "TIME");
        command.Arguments.Add(partner);
        command.Options.Add(from);
        command.Options.Add(why);
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            Timestamp? start = null;
            if (session.Parsed.GetValue(from) is { } text)
            {
                start = TimeText.Parse(text, session.Host.Clock.LocalTimeZone) is { } instant
                    ? Timestamp.FromDateTimeOffset(instant)
                    : throw new UsageException(scope.Pick(
                        $"--from: '{text}' is no time like 2026-12-01T00:00:00+08:00.",
                        $"--from：“{text}”无效，应为时间，例如 2026-12-01T00:00:00+08:00。"));
            }

            var name = Names.Partner(session.Parsed.GetRequiredValue(partner));
            await change(
                session, name, session.Parsed.GetRequiredValue(why), start, session.Call(cancellationToken));
            return ExitStatus.Done;
        });
    }

    private static string Text(NetworkChange change, Session session) => new FieldList()
        .Add(session.Language.Pick("Network", "层级版本"), change.Network)
        .Add(
            session.Language.Pick("From", "生效时间"),
            TimeText.Format(change.EffectiveTime, session.Host.Clock.LocalTimeZone))
        .Add(
            session.Language.Pick("Note", "说明"),
            change.Replayed ? session.Language.Pick("it stood there already", "此前已如此设定") : "")
        .ToString();
}
