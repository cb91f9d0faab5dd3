using Grpc.Core;
using Leb.Partner.V1;
using Partner.Benchmarks.Harness;
using Partner.Contracts.Client;

namespace Partner.Benchmarks.Load;

/// <summary>Makes CreateTopUp calls, each with a request id of its own.</summary>
/// <param name="pool">The connections.</param>
/// <param name="cards">Different cards.</param>
/// <param name="deadline">How long a call may take.</param>
internal sealed class Calls(ClientPool pool, int cards, TimeSpan deadline)
{
    private readonly SaleRequests _requests = new(cards);

    /// <summary>Sells a card.</summary>
    /// <param name="connection">By which connection: its number, counted around.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<Answer> SellAsync(int connection, CancellationToken cancel)
    {
        try
        {
            var answer = await pool.Clients[connection % pool.Clients.Count].CreateTopUpAsync(
                _requests.Next(),
                deadline: (TimeProvider.System.GetUtcNow() + deadline).UtcDateTime,
                cancellationToken: cancel);
            return new Answer(answer.TopUp?.State != TopUpState.Processing);
        }
        catch (RpcException refused) when (!cancel.IsCancellationRequested)
        {
            var error = PartnerError.From(refused);
            return new Answer(false, $"{error.Status}: {(error.FromService ? error.Reason : refused.Status.Detail)}");
        }
    }
}
