using System.Globalization;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace Partner.Server.Errors;

/// <summary>How a refused call ends.</summary>
/// <param name="Status">Status code, message and details.</param>
internal readonly record struct RefusalAnswer(RpcStatus Status)
{
    /// <summary>As the exception with which a service's method ends.</summary>
    internal RpcException ToRpcException() => Status.ToRpcException();

    /// <summary>Answers a request before any service sees it: a response of headers only.</summary>
    /// <param name="response">The response; it must not have started.</param>
    internal void WriteTo(HttpResponse response)
    {
        response.ContentType = "application/grpc";
        WriteTo(response.Headers);
    }

    /// <summary>Writes the status and the details, over any that are there.</summary>
    /// <param name="fields">Where the status belongs: trailers, or headers when nothing was sent.</param>
    internal void WriteTo(IHeaderDictionary fields)
    {
        fields.GrpcStatus = Status.Code.ToString(CultureInfo.InvariantCulture);
        fields.GrpcMessage = PercentEncode(Status.Message);
        fields[RefusalStatus.DetailsTrailer] = Convert.ToBase64String(Status.ToByteArray()).TrimEnd('=');
    }

    // gRPC over HTTP/2, "Status-Message": the bytes 0x20 to 0x7e but "%" stand for themselves.
    private static string PercentEncode(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 && !text.Contains('%'))
        {
            return text;
        }

        var encoded = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            if (octet is >= 0x20 and <= 0x7e and not (byte)'%')
            {
                encoded.Append((char)octet);
            }
            else
            {
                encoded.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }
}
