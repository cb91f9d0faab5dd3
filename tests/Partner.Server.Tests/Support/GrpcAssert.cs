using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Partner.Contracts.Client;
using Partner.Core.Errors;
using Partner.Server.Errors;
using RpcStatus = Google.Rpc.Status;

namespace Partner.Server.Tests.Support;

/// <summary>What a refused call has to look like.</summary>
internal static class GrpcAssert
{
    /// <summary>The call is refused for a reason, with the details that the contract promises.</summary>
    public static async Task<PartnerError> Refused(Reason reason, StatusCode code, Func<Task> call)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(call);
        return Refused(reason, code, exception);
    }

    public static PartnerError Refused(Reason reason, StatusCode code, RpcException exception)
    {
        Assert.Equal(code, exception.StatusCode);
        var details = Details(exception);
        Assert.Equal((int)code, details.Code);
        var error = PartnerError.From(exception);
        Assert.True(error.FromService, exception.ToString());
        var facts = ReasonFacts.Of(reason);
        Assert.Equal(ContractNames.Of(reason), error.Reason);
        Assert.Equal((int)facts.MoneyMoved, (int)error.MoneyMoved);
        Assert.Equal((int)facts.RetryWith, (int)error.RetryWith);
        Assert.Equal((int)facts.Fault, (int)error.Fault);
        Assert.Equal(facts.RetrySafe, error.RetrySafe);
        Assert.Equal(1, details.Details.Count(detail => detail.Is(LocalizedMessage.Descriptor)));
        return error;
    }

    public static RpcStatus Details(RpcException exception)
    {
        var bytes = exception.Trailers.GetValueBytes(RefusalStatus.DetailsTrailer);
        Assert.True(bytes is not null, $"No details: {exception}");
        return RpcStatus.Parser.ParseFrom(bytes);
    }

    public static T Detail<T>(this RpcStatus status)
        where T : class, IMessage<T>, new() =>
        status.Details.Single(detail => detail.Is(new T().Descriptor)).Unpack<T>();
}
