using Google.Protobuf;
using Grpc.Core;
using Grpc.Reflection.V1;
using Partner.Server.Connections;
using Partner.Server.Security;
using Question = Grpc.Reflection.V1.ServerReflectionRequest.MessageRequestOneofCase;

namespace Partner.Server.Hosting;

/// <summary>grpc.reflection.v1: lets tools call the server without its proto files.</summary>
/// <param name="schema">What there is to tell.</param>
/// <param name="guard">Refuses a stream whose certificate is revoked.</param>
/// <param name="time">The clock.</param>
public sealed class ReflectionGrpcService(ReflectionSchema schema, CallerGuard guard, TimeProvider time)
    : ServerReflection.ServerReflectionBase
{
    /// <inheritdoc />
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context)
    {
        var known = schema.At(OperatorDoor.IsOf(context.GetHttpContext()));
        while (await NextAsync(requestStream, context))
        {
            await responseStream.WriteAsync(Answer(requestStream.Current, known), context.CancellationToken);
        }
    }

    // The caller may be silent for as long as it likes, but not for longer than it may call.
    private async Task<bool> NextAsync(IAsyncStreamReader<ServerReflectionRequest> requests, ServerCallContext context)
    {
        var next = requests.MoveNext(context.CancellationToken);
        while (!next.IsCompleted)
        {
            await ((Task)next).WaitAsync(CallerGuard.Interval, time, context.CancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await guard.EnsureStillValidAsync(context);
        }

        return await next;
    }

    private static ServerReflectionResponse Answer(ServerReflectionRequest request, ReflectionSchema.Known known)
    {
        var response = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case Question.ListServices:
                response.ListServicesResponse = new ListServiceResponse
                {
                    Service = { known.Services.Select(name => new ServiceResponse { Name = name }) },
                };
                break;
            case Question.FileByFilename:
                SetFiles(response, known.FileByName(request.FileByFilename));
                break;
            case Question.FileContainingSymbol:
                SetFiles(response, known.FileOfSymbol(request.FileContainingSymbol));
                break;
            case Question.FileContainingExtension:
                SetFiles(response, null);
                break;
            case Question.AllExtensionNumbersOfType:
                SetNumbers(response, request.AllExtensionNumbersOfType, known);
                break;
            default:
                SetError(response, StatusCode.Unimplemented, "This question is not known.");
                break;
        }

        return response;
    }

    // No served file extends a message: a type that there is has no extensions.
    private static void SetNumbers(
        ServerReflectionResponse response, string type, ReflectionSchema.Known known)
    {
        if (known.FileOfSymbol(type) is not null)
        {
            response.AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = type };
        }
        else
        {
            SetError(response, StatusCode.NotFound, "There is no such type.");
        }
    }

    private static void SetFiles(ServerReflectionResponse response, IEnumerable<ByteString>? files)
    {
        if (files is null)
        {
            SetError(response, StatusCode.NotFound, "There is no such definition.");
        }
        else
        {
            response.FileDescriptorResponse = new FileDescriptorResponse { FileDescriptorProto = { files } };
        }
    }

    private static void SetError(ServerReflectionResponse response, StatusCode code, string message) =>
        response.ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = message };
}
