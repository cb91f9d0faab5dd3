using System.CommandLine;
using System.CommandLine.Help;
using Partner.Cli.Commands;
using Partner.Cli.Commands.Operators;
using Partner.Cli.Hosting;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli;

/// <summary>The command <c>partner</c>: parses, runs, and turns the result into an exit status.</summary>
internal static class CliApp
{
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args,
        CliHost host,
        CancellationToken cancellationToken = default)
    {
        var language = Language.Of(args, host.Variable);
        var scope = new Scope(host, language);

        // A value that begins with "@" is a value, not the name of a file with more arguments.
        var parsing = new ParserConfiguration { ResponseFileTokenReplacer = null };
        var parsed = Root(scope).Parse(args, parsing);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            var message = string.Join(
                Environment.NewLine, parsed.Errors.Select(error => ParserText.Error(language, error.Message)));
            var json = args.Contains("--json");
            return new ErrorReport(host, language, json).Usage(new UsageException(message));
        }

        using var help = new StringWriter();
        var isHelp = parsed.Action is HelpAction;
        var invocation = new InvocationConfiguration
        {
            Output = isHelp ? help : host.Out,
            Error = host.Error,
            EnableDefaultExceptionHandler = false,
        };
        var status = await parsed.InvokeAsync(invocation, cancellationToken);
        if (isHelp)
        {
            await host.Out.WriteAsync(ParserText.Help(language, help.ToString()));
        }

        return status;
    }

    private static RootCommand Root(Scope scope)
    {
        var summary = scope.Pick(
            "Sells and manages top-ups of LEB cards, over gRPC with mutual TLS.",
            "LEB 卡充值的销售与管理（gRPC，双向 TLS）。");
        var blank = Environment.NewLine + Environment.NewLine;
        var root = new RootCommand(summary + blank + ExitStatus.Help(scope.Language))
        {
            PlansCommand.Create(scope),
            PricesCommand.Create(scope),
            PromotionsCommand.Create(scope),
            CatalogCommand.Create(scope),
            CardCommand.Create(scope),
            PreviewCommand.Create(scope),
            QuoteCommand.Create(scope),
            TopUpCommand.Create(scope),
            GetCommand.Create(scope),
            WatchCommand.Create(scope),
            ListCommand.Create(scope),
            TotalsCommand.Create(scope),
            BalanceCommand.Create(scope),
            AccountStatementCommand.Create(scope),
            CommissionCommand.Create(scope),
            SettlementCommands.CreateList(scope),
            SettlementCommands.CreateOne(scope),
            CancelCommand.Create(scope),
            AbandonCommand.Create(scope),
            RefundQuoteCommand.Create(scope),
            ReverseCommand.Create(scope),
            ReceiptCommand.Create(scope),
            ArrivalCommands.CreateReport(scope),
            ArrivalCommands.CreateList(scope),
            AutoRenewalCommands.Create(scope),
            EsimCommands.Create(scope),
            ReminderCommands.CreateList(scope),
            ReminderCommands.Create(scope),
            CertificateCommands.Create(scope),
            EnrollmentCodeCommands.Create(scope),
            EnrollCommand.Create(scope),
            AccountCommand.Create(scope),
            OrganisationCommand.Create(scope),
            ShiftCommands.Create(scope),
            LimitCommands.Create(scope),
            OperatorCommand.Create(scope),
        };
        foreach (var units in UnitCommands.Create(scope))
        {
            root.Subcommands.Add(units);
        }

        foreach (var option in scope.Options)
        {
            root.Options.Add(option);
        }

        return root;
    }
}
