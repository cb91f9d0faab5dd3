using System.CommandLine;
using Grpc.Core;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Contracts.Client;

namespace Partner.Cli.Sessions;

/// <summary>
/// What all commands share: the options that every command takes, and the one place where errors end.
/// </summary>
internal sealed class Scope
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private readonly Profile _profile;
    private readonly Option<bool> _json;
    private readonly Option<TimeSpan?> _timeout;
    private readonly Option<string?> _lang;

    public Scope(CliHost host, Language language)
    {
        (Host, Language) = (host, language);
        _profile = new Profile(language);
        _json = new Option<bool>("--json")
        {
            Recursive = true,
            Description = language.Pick(
                "Print one JSON document, errors too, on standard output",
                "在标准输出打印一个 JSON 文档（错误也是）"),
        };
        _timeout = Opt.Duration(
            language,
            "--timeout",
            language.Pick("How long to ask for an answer at most [30s]", "最长等待答复的时间 [30s]"));
        _timeout.Recursive = true;
        _lang = new Option<string?>("--lang")
        {
            Recursive = true,
            HelpName = "zh-CN|en",
            Description = language.Pick("Language of texts [from LANG]", "输出语言 [取自 LANG]"),
        };
        _lang.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } tag && !Language.IsKnown(tag))
            {
                result.AddError(language.Pick(
                    $"--lang: '{tag}' is neither zh-CN nor en.", $"--lang：“{tag}”无效，应为 zh-CN 或 en。"));
            }
        });
    }

    public CliHost Host { get; }

    public Language Language { get; }

    public IEnumerable<Option> Options => [.. _profile.Options, _lang, _json, _timeout];

    public string Pick(string english, string chinese) => Language.Pick(english, chinese);

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>Makes an argument that is a text.</summary>
    public Argument<string> Argument(string name, string english, string chinese) =>
        new(name) { Description = Pick(english, chinese) };

    /// <summary>The argument of a command that is about one top-up.</summary>
    /// <param name="name">How the help calls it.</param>
    public Argument<string> TopUp(string name = "ID") =>
        Argument(name, "The top-up: name (topUps/…) or request id", "充值：名称（topUps/…）或请求号");

    /// <summary>Gives a command its action.</summary>
    public Command Runs(Command command, Func<Session, CancellationToken, Task<int>> action) =>
        Runs(command, Door.Partners, action);

    /// <summary>Gives a command of the operator's its action: it calls the operator's port.</summary>
    public Command RunsOperator(Command command, Func<Session, CancellationToken, Task<int>> action) =>
        Runs(command, Door.Operators, action);

    /// <summary>Gives a command its action that has no certificate to show yet.</summary>
    public Command RunsWithout(
        Command command, Func<EnrollmentConnection, ParseResult, TimeSpan, CancellationToken, Task<int>> action)
    {
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = new ErrorReport(Host, Language, IsJson(parsed));
            try
            {
                using var connection = _profile.OpenEnrollment(parsed, Host);
                return await action(
                    connection, parsed, parsed.GetValue(_timeout) ?? DefaultTimeout, cancellationToken);
            }
            catch (UsageException exception)
            {
                return report.Usage(exception);
            }
            catch (RpcException exception)
            {
                return report.Failed(Failure(PartnerError.From(exception), null));
            }
        });
        return command;
    }

    /// <summary>
    /// Gives a command its action that calls with many certificates, one after the other; the status is the report's.
    /// </summary>
    /// <param name="action">Gets what opens a connection with a certificate's file and its key's.</param>
    public Command RunsForEach(
        Command command,
        Func<Func<string, string, PartnerConnection>, RowReport, ParseResult, TimeSpan, CancellationToken, Task> action)
    {
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var rows = new RowReport(Host, Language, IsJson(parsed));
            try
            {
                await action(
                    (certificate, key) => _profile.Open(parsed, Host, Door.Partners, certificate, key),
                    rows,
                    parsed,
                    parsed.GetValue(_timeout) ?? DefaultTimeout,
                    cancellationToken);
                return rows.End();
            }
            catch (UsageException exception)
            {
                return new ErrorReport(Host, Language, IsJson(parsed)).Usage(exception);
            }
        });
        return command;
    }

    private Command Runs(Command command, Door door, Func<Session, CancellationToken, Task<int>> action)
    {
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, door, action, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(
        ParseResult parsed,
        Door door,
        Func<Session, CancellationToken, Task<int>> action,
        CancellationToken cancellationToken)
    {
        var report = new ErrorReport(Host, Language, IsJson(parsed));
        Session? session = null;
        try
        {
            using var connection = _profile.Open(parsed, Host, door);
            var timeout = parsed.GetValue(_timeout) ?? DefaultTimeout;
            session = new Session(Host, Language, connection, IsJson(parsed), timeout, parsed);
            return await action(session, cancellationToken);
        }
        catch (UsageException exception)
        {
            return report.Usage(exception);
        }
        catch (RpcException exception)
        {
            return report.Failed(Failure(PartnerError.From(exception), session));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            var interrupted = new RpcException(new Status(
                StatusCode.Cancelled, Pick("Interrupted by the user.", "已由用户中断。")));
            return report.Failed(Failure(PartnerError.From(interrupted), session));
        }
    }

    private static FailedCall Failure(PartnerError error, Session? session) =>
        new(error, session?.RequestId, session?.MovesMoney ?? false);
}
