using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary><c>enrollment-code</c>: codes that let new tills enrol.</summary>
internal static class EnrollmentCodeCommands
{
    public static Command Create(Scope scope)
    {
        var command = new Command("enrollment-code", scope.Pick(
            "Codes that let new tills enrol a certificate, once each", "注册码：供新终端一次性申请证书"));
        command.Subcommands.Add(CreateOne(scope));
        command.Subcommands.Add(EnrollmentCodeFileCommand.Create(scope));
        command.Subcommands.Add(CreateList(scope));
        command.Subcommands.Add(CreateRevoke(scope));
        return command;
    }

    /// <summary>How long a code can be used.</summary>
    internal static Option<TimeSpan?> ValidFor(Scope scope) => Opt.Duration(scope.Language, "--valid-for", scope.Pick(
        "How long it can be used, up to 7 days [24 hours]", "有效时长，最长 7 天 [24 小时]"));

    private static Command CreateOne(Scope scope)
    {
        var options = new ScopeOptions(scope);
        var (validFor, comment) = (ValidFor(scope), CommentOption.Create(scope));
        var requestId = Opt.Text("--request-id", scope.Pick(
            "Its own id, the same on every retry [a new UUID, printed first]", "请求号，重试不变 [自动生成并先打印]"), "ID");
        var command = new Command("create", scope.Pick("Makes one and prints it, this once", "生成并打印（仅此一次）"))
        {
            validFor, requestId, comment,
        };
        foreach (var option in options.All)
        {
            command.Options.Add(option);
        }

        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var request = new CreateEnrollmentCodeRequest
            {
                RequestId = parsed.GetValue(requestId) ?? Guid.NewGuid().ToString("D"),
                Scope = options.ScopeOf(parsed),
                Days = options.DaysOf(parsed),
                Label = options.LabelOf(parsed),
                Comment = parsed.GetValue(comment) ?? "",
                ValidFor = parsed.GetValue(validFor) is { } time ? Duration.FromTimeSpan(time) : null,
            };
            request.Permissions.AddRange(options.PermissionsOf(parsed));
            await session.AnnounceAsync(request.RequestId, cancellationToken);
            session.MovesMoney = false;
            using var call = session.Connection.Account.CreateEnrollmentCodeAsync(
                request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => answer.Replayed
                ? session.Language.Pick(
                    "It was made before, and its code is not told again: revoke it and make another.",
                    "该请求已生成过注册码，不再显示：请作废后重新生成。")
                : answer.Code);
            return ExitStatus.Done;
        });
    }

    private static Command CreateList(Scope scope)
    {
        var past = Opt.Flag("--past", scope.Pick("Also those that can be used no more", "包括已失效的"));
        var limit = new LimitOption(scope);
        var command = new Command("list", scope.Pick("Lists them, the newest first", "列表，最新的在前")) { past };
        limit.AddTo(command);
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var (found, wanted) = (new ListEnrollmentCodesResponse(), limit.Read(session.Parsed));
            do
            {
                using var call = session.Connection.Account.ListEnrollmentCodesAsync(
                    new ListEnrollmentCodesRequest
                    {
                        PageSize = Math.Min(wanted - found.EnrollmentCodes.Count, LimitOption.LargestPage),
                        PageToken = found.NextPageToken,
                        IncludePast = session.Parsed.GetValue(past),
                    },
                    session.Call(cancellationToken));
                var page = await call.ResponseAsync;
                found.EnrollmentCodes.AddRange(page.EnrollmentCodes);
                found.NextPageToken = page.NextPageToken;
            }
            while (found.NextPageToken.Length > 0 && found.EnrollmentCodes.Count < wanted);

            session.Print(found, () => CertificateText.Table(found.EnrollmentCodes, session.Language));
            return ExitStatus.Done;
        });
    }

    private static Command CreateRevoke(Scope scope)
    {
        var name = scope.Argument("CODE", "Its name (enrollmentCodes/…)", "名称（enrollmentCodes/…）");
        var comment = CommentOption.Create(scope);
        var command = new Command("revoke", scope.Pick("Ends one that was not used", "作废未使用的注册码"))
        {
            name, comment,
        };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            using var call = session.Connection.Account.RevokeEnrollmentCodeAsync(
                new RevokeEnrollmentCodeRequest
                {
                    Name = session.Parsed.GetRequiredValue(name),
                    Comment = session.Parsed.GetValue(comment) ?? "",
                },
                session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => CertificateText.Table([answer.EnrollmentCode], session.Language));
            return ExitStatus.Done;
        });
    }
}
