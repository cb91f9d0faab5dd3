using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Batch;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands;

/// <summary><c>topup</c>: one sale, or with --file many.</summary>
internal static class TopUpCommand
{
    private const int MostParallel = 32;
    private const int UsualParallel = 4;

    public static Command Create(Scope scope)
    {
        var sale = new SaleOptions(scope);
        var requestId = Opt.Text("--request-id", scope.Pick(
            "One id per sale, the same on every retry [a new UUID, printed first]",
            "每笔销售一个请求号，重试不变 [自动生成并先打印]"), "ID");
        var file = Opt.Text("--file", scope.Pick("Sell every row of a CSV file", "销售 CSV 文件的每一行"), "CSV");
        var result = Opt.Text("--result", scope.Pick(
            "Where to write what became of each row [NAME.result.csv]",
            "结果文件 [NAME.result.csv]"), "CSV");
        var parallel = new Option<int>("--parallel")
        {
            HelpName = "N",
            DefaultValueFactory = _ => UsualParallel,
            Description = scope.Pick($"Rows under way at once, 1 to {MostParallel}", $"并发行数，1 至 {MostParallel}"),
        };
        var retryRefused = Opt.Flag(
            "--retry-refused",
            scope.Pick("Send refused rows of an earlier run again", "重新发送此前被拒绝的行"));
        var command = new Command("topup", scope.Pick(
            "Tops a card up; with --file many cards",
            "充值；使用 --file 时批量充值"));
        sale.AddTo(command);
        Option[] others = [requestId, file, result, parallel, retryRefused];
        foreach (var option in others)
        {
            command.Options.Add(option);
        }

        return scope.Runs(command, (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var request = sale.Read(parsed);
            if (parsed.GetValue(file) is not { } path)
            {
                return SellOneAsync(session, request, parsed.GetValue(requestId), cancellationToken);
            }

            if (sale.NamesOneSale(parsed) || sale.IsValidateOnly(parsed) || parsed.GetValue(requestId) is not null)
            {
                throw new UsageException(scope.Pick(
                    "--card, --quote, --notify-phone, --id-document, --request-id and --validate-only are for one sale "
                    + "and do not go with --file.",
                    "--card、--quote、--notify-phone、--id-document、--request-id 和 --validate-only 只用于单笔销售，"
                    + "不能与 --file 同用。"));
            }

            var atOnce = parsed.GetValue(parallel);
            if (atOnce is < 1 or > MostParallel)
            {
                throw new UsageException(scope.Pick(
                    $"--parallel must be 1 to {MostParallel}.",
                    $"--parallel 须为 1 至 {MostParallel}。"));
            }

            var plan = new BatchPlan(path, parsed.GetValue(result), request, atOnce, parsed.GetValue(retryRefused));
            return BatchCommand.RunAsync(session, plan, cancellationToken);
        });
    }

    private static async Task<int> SellOneAsync(
        Session session,
        CreateTopUpRequest request,
        string? requestId,
        CancellationToken cancellationToken)
    {
        request.RequestId = requestId ?? Guid.NewGuid().ToString("D");
        await session.AnnounceAsync(request.RequestId, cancellationToken);
        var answer = await session.Connection.TopUpAsync(request, session.Timeout, cancellationToken);
        session.Print(answer, () => session.TopUpText.Of(answer.TopUp, answer.Replayed));

        // A check that passed is done, although nothing was sold and the state says PROCESSING.
        return request.ValidateOnly ? ExitStatus.Done : ExitStatus.Of(answer.TopUp.State);
    }
}
