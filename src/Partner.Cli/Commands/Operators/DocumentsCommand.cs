using System.CommandLine;
using Google.Protobuf.Collections;
using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using DocumentFile = Leb.Operator.V1.DocumentFile;

namespace Partner.Cli.Commands.Operators;

/// <summary><c>operator documents</c>: prices and terms.</summary>
internal static class DocumentsCommand
{
    public static Command Create(Scope scope) => new("documents", scope.Pick(
        "Prices and terms: lists, shows, compares, checks and publishes documents",
        "价格与条款文件：列出、查看、比较、检查与发布"))
    {
        List(scope), Get(scope), Diff(scope), Check(scope), Publish(scope),
    };

    private static DocumentService.DocumentServiceClient Client(Session session) => new(session.Invoker);

    private static DocumentText Text(Session session) =>
        new(session.Language, session.Host.Clock.LocalTimeZone);

    private static Command List(Scope scope)
    {
        var kind = Opt.Text("--kind", scope.Pick("Only of this kind: price-list", "仅此类型，如 price-list"), "KIND");
        var limit = new LimitOption(scope, withAll: true);
        var command = new Command("list", scope.Pick(
            "Every published version: when it begins and ends, who published it",
            "列出全部已发布版本：生效与失效时间、发布者")) { kind };
        limit.AddTo(command);
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var wanted = limit.Read(session.Parsed);
            var found = await OperatorOptions.CollectAsync(
                wanted,
                new ListDocumentsResponse(),
                so => so.Documents.Count,
                async (so, size) =>
                {
                    var request = new ListDocumentsRequest
                    {
                        Kind = session.Parsed.GetValue(kind) ?? "",
                        PageSize = size,
                        PageToken = so.NextPageToken,
                    };
                    using var call = Client(session).ListDocumentsAsync(request, session.Call(cancellationToken));
                    var page = await call.ResponseAsync;
                    so.Documents.AddRange(page.Documents);
                    return so.NextPageToken = page.NextPageToken;
                });
            session.Print(found, () => Text(session).Table(found.Documents)
                + MoreText.Of(session.Language, found.NextPageToken, withAll: true));
            return ExitStatus.Done;
        });
    }

    private static Command Get(Scope scope)
    {
        var name = scope.Argument(
            "NAME", "Name, as documents/price-list/demo-prices@2", "名称，如 documents/price-list/demo-prices@2");
        var command = new Command("get", scope.Pick(
            "Shows a version with its content", "查看一个版本及其内容")) { name };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var text = session.Parsed.GetRequiredValue(name);
            var request = new GetDocumentRequest
            {
                Name = text.StartsWith("documents/", StringComparison.Ordinal) ? text : $"documents/{text}",
            };
            using var call = Client(session).GetDocumentAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => Text(session).Of(answer.Document) + answer.Json);
            return ExitStatus.Done;
        });
    }

    private static Command Diff(Scope scope)
    {
        var paths = Paths(scope);
        var partners = new Option<string[]>("--partner")
        {
            HelpName = "ID",
            Description = scope.Pick(
                "For this partner, and so on, 500 at most [the first 500]", "仅比较该合作伙伴，可多次给出，最多 500 个 [前 500 个]"),
        };
        var command = new Command("diff", scope.Pick(
            "What documents would change for whom, without publishing them",
            "比较文件发布后对各合作伙伴的变化，不发布")) { paths, partners };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var request = new DiffDocumentsRequest
            {
                Files = { await ReadAsync(session, paths, cancellationToken) },
                Partners = { (session.Parsed.GetValue(partners) ?? []).Select(Names.Partner) },
            };
            using var call = Client(session).DiffDocumentsAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => Text(session).Of(answer));
            return await TellAsync(session, answer.Warnings, answer.Findings);
        });
    }

    private static Command Check(Scope scope)
    {
        var paths = Paths(scope);
        var command = new Command("check", scope.Pick(
            "Checks documents as publish does, and publishes nothing", "检查文件，不发布")) { paths };
        return scope.RunsOperator(command, async (session, cancellationToken) => await SendAsync(
            session,
            new PublishDocumentsRequest
            {
                Files = { await ReadAsync(session, paths, cancellationToken) },
                ValidateOnly = true,
            },
            cancellationToken));
    }

    private static Command Publish(Scope scope)
    {
        var (paths, why) = (Paths(scope), OperatorOptions.Why(scope));
        var etag = Opt.Text("--etag", scope.Pick(
            "What diff printed: publishes what was compared, or nothing", "diff 输出的 etag：仅发布所比较的内容"), "TEXT");
        var command = new Command("publish", scope.Pick(
            "Checks documents as a whole and publishes all of them, or none", "整体检查文件，全部发布或全部不发布"))
        {
            paths, why, etag,
        };
        return scope.RunsOperator(command, async (session, cancellationToken) => await SendAsync(
            session,
            new PublishDocumentsRequest
            {
                Files = { await ReadAsync(session, paths, cancellationToken) },
                Why = session.Parsed.GetRequiredValue(why),
                Etag = session.Parsed.GetValue(etag) ?? "",
            },
            cancellationToken));
    }

    private static Argument<string[]> Paths(Scope scope) => new("DIR")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = scope.Pick("A folder whose *.json are taken, or a file", "文件夹（取其中 *.json）或文件"),
    };

    private static Task<IReadOnlyList<DocumentFile>> ReadAsync(
        Session session, Argument<string[]> paths, CancellationToken cancellationToken) =>
        DocumentSources.ReadAsync(session.Language, session.Parsed.GetRequiredValue(paths), cancellationToken);

    private static async Task<int> SendAsync(
        Session session, PublishDocumentsRequest request, CancellationToken cancellationToken)
    {
        using var call = Client(session).PublishDocumentsAsync(request, session.Call(cancellationToken));
        var answer = await call.ResponseAsync;
        session.Print(answer, () => Text(session).Of(answer));
        return await TellAsync(session, answer.Warnings, answer.Findings);
    }

    /// <summary>Tells warnings and findings on standard error; with --json the answer has them.</summary>
    private static async Task<int> TellAsync(
        Session session, RepeatedField<DocumentFinding> warnings, RepeatedField<DocumentFinding> findings)
    {
        if (!session.Json)
        {
            foreach (var warning in DocumentText.Lines(warnings))
            {
                await session.Host.Error.WriteLineAsync(session.Language.Pick("Warning: ", "警告：") + warning);
            }

            foreach (var finding in DocumentText.Lines(findings))
            {
                await session.Host.Error.WriteLineAsync(finding);
            }

            if (findings.Count > 0)
            {
                await session.Host.Error.WriteLineAsync(session.Language.Pick(
                    $"{findings.Count} finding(s); nothing was published.",
                    $"发现 {findings.Count} 个问题，未发布任何内容。"));
            }
        }

        return findings.Count > 0 ? ExitStatus.Refused : ExitStatus.Done;
    }
}
