// The native side of compat/TorchSharp: a C ABI over libtorch.
//
// Operators are called boxed, by schema, through the dispatcher. Only what has no schema (the autograd engine, custom
// functions, generators, modes, devices, memory) has a function of its own. A tensor crosses the boundary as its
// TensorImpl* with one reference owned by the receiver; null is the undefined tensor. A function that can fail stores
// a message for st_error() and returns null, -1 or false as stated by its return type.
//
// Keeps to what libtorch 1.13 and every 2.x have in common.

#include <ATen/ATen.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/Generator.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/DefaultDtype.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#define ST_API extern "C" __attribute__((visibility("default")))

namespace {

using at::Tensor;
using c10::IValue;
using Impl = c10::TensorImpl;
using TensorPtr = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;
// c10::optional in 1.13, std::optional later.
using OptionalTensor = std::decay_t<decltype(std::declval<const IValue&>().toOptional<Tensor>())>;
using GeneratorPtr = c10::intrusive_ptr<c10::GeneratorImpl>;

// ---------------------------------------------------------------- errors

// Thrown where a managed callback failed: the managed side keeps the exception under this token.
struct ManagedError : std::exception {
  explicit ManagedError(int64_t token) : token(token) {}
  const char* what() const noexcept override {
    return "an exception was thrown by managed code called from libtorch";
  }
  int64_t token;
};

thread_local std::string error_message;
thread_local int64_t error_token = 0;

void store_error(const char* message, int64_t token = 0) noexcept {
  try {
    error_message = message;
  } catch (...) {
    error_message.clear();
  }
  error_token = token;
}

// Runs body; on any exception stores its message and returns `failure`.
template <typename R, typename F>
R guarded(R failure, F&& body) noexcept {
  try {
    return body();
  } catch (const ManagedError& e) {
    store_error(e.what(), e.token);
  } catch (const c10::Error& e) {
    store_error(e.what_without_backtrace());
  } catch (const std::exception& e) {
    store_error(e.what());
  } catch (...) {
    store_error("libtorch threw an exception of an unknown type");
  }
  return failure;
}

// ---------------------------------------------------------------- handles

Tensor borrow(Impl* handle) {
  return handle == nullptr ? Tensor() : Tensor(TensorPtr::reclaim_copy(handle));
}

Impl* release(Tensor&& tensor) {
  return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr;
}

std::vector<Tensor> borrow_all(Impl* const* handles, int64_t count) {
  std::vector<Tensor> tensors;
  tensors.reserve(count);
  for (int64_t i = 0; i < count; i++) {
    tensors.push_back(borrow(handles[i]));
  }
  return tensors;
}

at::Generator borrow_generator(c10::GeneratorImpl* handle) {
  return at::Generator(GeneratorPtr::reclaim_copy(handle));
}

// The type in the low half, in the high half the index plus one (0 is "the current one"); never negative.
at::Device unpack_device(int64_t packed) {
  return at::Device(static_cast<c10::DeviceType>(packed & 0xff), static_cast<c10::DeviceIndex>((packed >> 32) - 1));
}

int64_t pack_device(at::Device device) {
  return (static_cast<int64_t>(device.index() + 1) << 32) | static_cast<int64_t>(static_cast<uint8_t>(device.type()));
}

template <typename T>
void* copy_out(const std::vector<T>& values) {
  const size_t bytes = values.size() * sizeof(T);
  void* memory = std::malloc(bytes == 0 ? 1 : bytes);
  if (memory == nullptr) {
    throw std::bad_alloc();
  }
  std::memcpy(memory, values.data(), bytes);
  return memory;
}

// ---------------------------------------------------------------- values

// Mirrored by Interop/Value.cs.
enum Tag : int32_t {
  kNone = 0,
  kTensor = 1,
  kInt = 2,
  kDouble = 3,
  kBool = 4,
  kComplex = 5,
  kIntList = 6,
  kDoubleList = 7,
  kBoolList = 8,
  kTensorList = 9,
  kString = 10,
  kDevice = 11,
  kGenerator = 12,
  kDefault = 13,
};

struct Value {
  int32_t tag;
  int32_t count;
  union {
    int64_t integer;
    double real;
    void* pointer;
  };
  double imaginary;
};

// What a schema wants in one place.
enum class Kind : uint8_t {
  Tensor,
  Int,
  Float,
  Number,
  Bool,
  String,
  Device,
  Generator,
  IntList,
  FloatList,
  BoolList,
  TensorList,
  OptionalTensorList,
  Other,
};

struct Parameter {
  Kind kind;
  bool optional;
  bool has_default;
  IValue default_value;
};

struct Operator {
  c10::OperatorHandle handle;
  std::vector<Parameter> parameters;
};

Kind kind_of(const c10::Type& type) {
  switch (type.kind()) {
    case c10::TypeKind::TensorType:
      return Kind::Tensor;
    case c10::TypeKind::IntType:
    case c10::TypeKind::SymIntType:
    case c10::TypeKind::ScalarTypeType:
    case c10::TypeKind::LayoutType:
    case c10::TypeKind::MemoryFormatType:
      return Kind::Int;
    case c10::TypeKind::FloatType:
    case c10::TypeKind::SymFloatType:
      return Kind::Float;
    case c10::TypeKind::NumberType:
      return Kind::Number;
    case c10::TypeKind::BoolType:
      return Kind::Bool;
    case c10::TypeKind::StringType:
      return Kind::String;
    case c10::TypeKind::DeviceObjType:
      return Kind::Device;
    case c10::TypeKind::GeneratorType:
      return Kind::Generator;
    case c10::TypeKind::ListType: {
      const c10::Type& element = *type.containedType(0);
      if (element.kind() == c10::TypeKind::OptionalType) {
        return kind_of(*element.containedType(0)) == Kind::Tensor ? Kind::OptionalTensorList : Kind::Other;
      }
      switch (kind_of(element)) {
        case Kind::Int:
          return Kind::IntList;
        case Kind::Float:
          return Kind::FloatList;
        case Kind::Bool:
          return Kind::BoolList;
        case Kind::Tensor:
          return Kind::TensorList;
        default:
          return Kind::Other;
      }
    }
    default:
      return Kind::Other;
  }
}

std::string schema_text(const c10::OperatorHandle& handle) {
  std::ostringstream text;
  text << handle.schema();
  return text.str();
}

[[noreturn]] void mismatch(const Operator& op, size_t position, const Value& value) {
  static const char* const names[] = {
      "None", "Tensor", "int", "float", "bool", "complex", "int[]",
      "float[]", "bool[]", "Tensor[]", "str", "Device", "Generator", "default"};
  std::ostringstream text;
  text << "argument " << position << " ('" << op.handle.schema().arguments()[position].name()
       << "') cannot be made from " << (value.tag >= 0 && value.tag <= kDefault ? names[value.tag] : "an unknown tag")
       << "; the schema is " << schema_text(op.handle);
  throw std::invalid_argument(text.str());
}

IValue to_ivalue(const Operator& op, size_t position, const Value& value) {
  const Parameter& parameter = op.parameters[position];
  if (value.tag == kDefault) {
    if (!parameter.has_default) {
      mismatch(op, position, value);
    }
    return parameter.default_value;
  }
  if (value.tag == kNone || (value.tag == kTensor && value.pointer == nullptr)) {
    if (parameter.optional) {
      return IValue();
    }
    if (parameter.kind == Kind::Tensor) {
      return IValue(Tensor());
    }
    mismatch(op, position, value);
  }
  switch (parameter.kind) {
    case Kind::Tensor:
      if (value.tag == kTensor) {
        return IValue(borrow(static_cast<Impl*>(value.pointer)));
      }
      break;
    case Kind::Int:
      if (value.tag == kInt || value.tag == kBool) {
        return IValue(value.integer);
      }
      break;
    case Kind::Float:
      if (value.tag == kDouble) {
        return IValue(value.real);
      }
      if (value.tag == kInt || value.tag == kBool) {
        return IValue(static_cast<double>(value.integer));
      }
      break;
    case Kind::Number:
      switch (value.tag) {
        case kInt:
          return IValue(value.integer);
        case kBool:
          return IValue(value.integer != 0);
        case kDouble:
          return IValue(value.real);
        case kComplex:
          return IValue(c10::complex<double>(value.real, value.imaginary));
        default:
          break;
      }
      break;
    case Kind::Bool:
      if (value.tag == kBool || value.tag == kInt) {
        return IValue(value.integer != 0);
      }
      break;
    case Kind::String:
      if (value.tag == kString) {
        return IValue(std::string(static_cast<const char*>(value.pointer), value.count));
      }
      break;
    case Kind::Device:
      if (value.tag == kDevice) {
        return IValue(unpack_device(value.integer));
      }
      break;
    case Kind::Generator:
      if (value.tag == kGenerator) {
        return IValue(borrow_generator(static_cast<c10::GeneratorImpl*>(value.pointer)));
      }
      break;
    case Kind::IntList:
      if (value.tag == kIntList) {
        return IValue(at::IntArrayRef(static_cast<const int64_t*>(value.pointer), value.count));
      }
      if (value.tag == kInt) {
        return IValue(at::IntArrayRef(&value.integer, 1));
      }
      break;
    case Kind::FloatList:
      if (value.tag == kDoubleList) {
        return IValue(at::ArrayRef<double>(static_cast<const double*>(value.pointer), value.count));
      }
      break;
    case Kind::BoolList:
      if (value.tag == kBoolList) {
        c10::List<bool> list;
        for (int32_t i = 0; i < value.count; i++) {
          list.push_back(static_cast<const uint8_t*>(value.pointer)[i] != 0);
        }
        return IValue(std::move(list));
      }
      break;
    case Kind::TensorList:
      if (value.tag == kTensorList) {
        return IValue(borrow_all(static_cast<Impl* const*>(value.pointer), value.count));
      }
      break;
    case Kind::OptionalTensorList:
      if (value.tag == kTensorList) {
        c10::List<OptionalTensor> list;
        list.reserve(value.count);
        for (int32_t i = 0; i < value.count; i++) {
          Impl* handle = static_cast<Impl* const*>(value.pointer)[i];
          list.push_back(handle == nullptr ? OptionalTensor() : OptionalTensor(borrow(handle)));
        }
        return IValue(std::move(list));
      }
      break;
    case Kind::Other:
      break;
  }
  mismatch(op, position, value);
}

Value to_value(IValue&& source) {
  Value value{};
  if (source.isTensor()) {
    value.tag = kTensor;
    value.pointer = release(std::move(source).toTensor());
  } else if (source.isInt()) {
    value.tag = kInt;
    value.integer = source.toInt();
  } else if (source.isDouble()) {
    value.tag = kDouble;
    value.real = source.toDouble();
  } else if (source.isBool()) {
    value.tag = kBool;
    value.integer = source.toBool() ? 1 : 0;
  } else if (source.isComplexDouble()) {
    const auto number = source.toComplexDouble();
    value.tag = kComplex;
    value.real = number.real();
    value.imaginary = number.imag();
  } else if (source.isTensorList()) {
    std::vector<Impl*> handles;
    for (Tensor& tensor : source.toTensorVector()) {
      handles.push_back(release(std::move(tensor)));
    }
    value.tag = kTensorList;
    value.count = static_cast<int32_t>(handles.size());
    value.pointer = copy_out(handles);
  } else if (source.isIntList()) {
    const auto numbers = source.toIntVector();
    value.tag = kIntList;
    value.count = static_cast<int32_t>(numbers.size());
    value.pointer = copy_out(numbers);
  } else if (!source.isNone()) {
    throw std::invalid_argument("a result of type " + source.tagKind() + " has no form on the managed side");
  }
  return value;
}

// One stack per nesting level and thread, so that steady-state calls allocate nothing for it.
class StackLease {
 public:
  StackLease() {
    auto& pool = free_stacks();
    if (!pool.empty()) {
      stack_ = std::move(pool.back());
      pool.pop_back();
    }
  }
  ~StackLease() {
    stack_.clear();
    try {
      free_stacks().push_back(std::move(stack_));
    } catch (...) {
    }
  }
  std::vector<IValue>& operator*() {
    return stack_;
  }

 private:
  static std::vector<std::vector<IValue>>& free_stacks() {
    thread_local std::vector<std::vector<IValue>> stacks;
    return stacks;
  }
  std::vector<IValue> stack_;
};

void run(const Operator& op, const Value* arguments, int32_t count, std::vector<IValue>& stack) {
  const size_t total = op.parameters.size();
  if (static_cast<size_t>(count) > total) {
    throw std::invalid_argument(
        std::to_string(count) + " arguments given, which are too many for " + schema_text(op.handle));
  }
  stack.reserve(total);
  for (int32_t i = 0; i < count; i++) {
    stack.push_back(to_ivalue(op, i, arguments[i]));
  }
  for (size_t i = count; i < total; i++) {
    const Parameter& parameter = op.parameters[i];
    if (!parameter.has_default) {
      throw std::invalid_argument(
          "argument '" + op.handle.schema().arguments()[i].name() + "' is missing for " + schema_text(op.handle));
    }
    stack.push_back(parameter.default_value);
  }
  op.handle.callBoxed(&stack);
}

// ---------------------------------------------------------------- custom autograd functions

struct Callbacks {
  // Runs the managed forward; appends its outputs by st_list_push. Returns 0 or the token of a managed exception.
  int64_t (*forward)(intptr_t call, void* context, void* outputs);
  // Runs the managed backward over `count` owned handles; appends one gradient per tensor input.
  int64_t (*backward)(intptr_t call, void* context, Impl** gradients, int64_t count, void* results);
  // The native side no longer refers to `call`.
  void (*release)(intptr_t call);
};

Callbacks callbacks{};

struct ManagedCall : torch::CustomClassHolder {
  explicit ManagedCall(intptr_t handle) : handle(handle) {}
  ~ManagedCall() override {
    callbacks.release(handle);
  }
  intptr_t handle;
};

constexpr const char* kCallKey = "managed_call";

struct ManagedFunction : torch::autograd::Function<ManagedFunction> {
  static torch::autograd::variable_list forward(
      torch::autograd::AutogradContext* context,
      at::TensorList /*inputs*/,
      c10::intrusive_ptr<ManagedCall> call) {
    context->saved_data[kCallKey] = IValue::make_capsule(call);
    torch::autograd::variable_list outputs;
    if (const int64_t token = callbacks.forward(call->handle, context, &outputs)) {
      throw ManagedError(token);
    }
    return outputs;
  }

  static torch::autograd::variable_list backward(
      torch::autograd::AutogradContext* context,
      torch::autograd::variable_list gradients) {
    const auto holder = context->saved_data[kCallKey].toCapsule();
    const auto* call = static_cast<const ManagedCall*>(holder.get());
    std::vector<Impl*> handles;
    handles.reserve(gradients.size());
    for (Tensor& gradient : gradients) {
      handles.push_back(release(std::move(gradient)));
    }
    torch::autograd::variable_list results;
    if (const int64_t token = callbacks.backward(call->handle, context, handles.data(), handles.size(), &results)) {
      throw ManagedError(token);
    }
    results.emplace_back(); // the gradient of the `call` argument
    return results;
  }
};

torch::autograd::AutogradContext* context_of(void* context) {
  return static_cast<torch::autograd::AutogradContext*>(context);
}

} // namespace

// ---------------------------------------------------------------- library

ST_API const char* st_error() {
  return error_message.c_str();
}

// The token of the managed exception behind the last failure, or 0; reading clears it.
ST_API int64_t st_error_token() {
  const int64_t token = error_token;
  error_token = 0;
  return token;
}

ST_API const char* st_version() {
  return TORCH_VERSION;
}

ST_API void st_free(void* memory) {
  std::free(memory);
}

// ---------------------------------------------------------------- operators

// The operator, kept for the life of the process; null when libtorch has none of this name and overload.
ST_API void* st_operator(const char* name, const char* overload) {
  return guarded<void*>(nullptr, [&]() -> void* {
    const auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
    if (!handle.has_value()) {
      std::string full = name;
      if (*overload != '\0') {
        full += std::string(".") + overload;
      }
      throw std::invalid_argument("libtorch " TORCH_VERSION " has no operator '" + full + "'");
    }
    auto op = std::make_unique<Operator>(Operator{*handle, {}});
    for (const c10::Argument& argument : handle->schema().arguments()) {
      const c10::Type* type = argument.type().get();
      c10::TypePtr inner;
      const bool optional = type->kind() == c10::TypeKind::OptionalType;
      if (optional) {
        inner = type->containedType(0);
        type = inner.get();
      }
      const auto& fallback = argument.default_value();
      op->parameters.push_back(
          {kind_of(*type), optional, fallback.has_value(), fallback.has_value() ? *fallback : IValue()});
    }
    return op.release();
  });
}

// An operator with one tensor result.
ST_API Impl* st_call_tensor(const Operator* op, const Value* arguments, int32_t count, bool* failed) {
  return guarded<Impl*>(nullptr, [&]() -> Impl* {
    *failed = true;
    StackLease lease;
    auto& stack = *lease;
    run(*op, arguments, count, stack);
    if (stack.size() != 1 || !stack[0].isTensor()) {
      throw std::invalid_argument("not one tensor is the result of " + schema_text(op->handle));
    }
    Impl* result = release(std::move(stack[0]).toTensor());
    *failed = false;
    return result;
  });
}

// An operator called for its effect.
ST_API bool st_run(const Operator* op, const Value* arguments, int32_t count) {
  return guarded<bool>(false, [&] {
    StackLease lease;
    run(*op, arguments, count, *lease);
    return true;
  });
}

// An operator with any results; returns how many were written to `results`, or -1.
ST_API int32_t st_call(const Operator* op, const Value* arguments, int32_t count, Value* results, int32_t capacity) {
  return guarded<int32_t>(-1, [&]() -> int32_t {
    StackLease lease;
    auto& stack = *lease;
    run(*op, arguments, count, stack);
    const int32_t produced = static_cast<int32_t>(stack.size());
    if (produced > capacity) {
      throw std::invalid_argument("more results than expected from " + schema_text(op->handle));
    }
    for (int32_t i = 0; i < produced; i++) {
      results[i] = to_value(std::move(stack[i]));
    }
    return produced;
  });
}

// ---------------------------------------------------------------- tensors

ST_API void st_tensor_free(Impl* handle) {
  TensorPtr::reclaim(handle);
}

ST_API int64_t st_tensor_dim(Impl* handle) {
  return guarded<int64_t>(-1, [&] { return handle->dim(); });
}

ST_API int64_t st_tensor_numel(Impl* handle) {
  return guarded<int64_t>(-1, [&] { return handle->numel(); });
}

// Both write as many entries as the tensor has dimensions and return that number.
ST_API int64_t st_tensor_sizes(Impl* handle, int64_t* out, int64_t capacity) {
  return guarded<int64_t>(-1, [&]() -> int64_t {
    const auto sizes = handle->sizes();
    std::copy_n(sizes.begin(), std::min<int64_t>(sizes.size(), capacity), out);
    return sizes.size();
  });
}

ST_API int64_t st_tensor_strides(Impl* handle, int64_t* out, int64_t capacity) {
  return guarded<int64_t>(-1, [&]() -> int64_t {
    const auto strides = handle->strides();
    std::copy_n(strides.begin(), std::min<int64_t>(strides.size(), capacity), out);
    return strides.size();
  });
}

ST_API int64_t st_tensor_storage_offset(Impl* handle) {
  return guarded<int64_t>(-1, [&] { return handle->storage_offset(); });
}

ST_API int32_t st_tensor_dtype(Impl* handle) {
  return guarded<int32_t>(-1, [&] { return static_cast<int32_t>(c10::typeMetaToScalarType(handle->dtype())); });
}

ST_API int64_t st_tensor_itemsize(Impl* handle) {
  return static_cast<int64_t>(handle->dtype().itemsize());
}

ST_API int64_t st_tensor_device(Impl* handle) {
  return guarded<int64_t>(-1, [&] { return pack_device(handle->device()); });
}

ST_API int32_t st_tensor_layout(Impl* handle) {
  return guarded<int32_t>(-1, [&] { return static_cast<int32_t>(handle->layout()); });
}

ST_API void* st_tensor_data(Impl* handle) {
  return guarded<void*>(nullptr, [&] { return borrow(handle).data_ptr(); });
}

ST_API bool st_tensor_is_contiguous(Impl* handle) {
  return guarded<bool>(false, [&] { return borrow(handle).is_contiguous(); });
}

ST_API bool st_tensor_is_conj(Impl* handle) {
  return guarded<bool>(false, [&] { return borrow(handle).is_conj(); });
}

ST_API bool st_tensor_is_neg(Impl* handle) {
  return guarded<bool>(false, [&] { return borrow(handle).is_neg(); });
}

// Tells autograd that the elements were changed without an operator.
ST_API bool st_tensor_bump_version(Impl* handle) {
  return guarded<bool>(false, [&] {
    handle->bump_version();
    return true;
  });
}

// A new CPU tensor holding a copy of `bytes` bytes.
ST_API Impl* st_tensor_from_data(const void* data, int64_t bytes, const int64_t* sizes, int64_t dims, int32_t dtype) {
  return guarded<Impl*>(nullptr, [&]() -> Impl* {
    Tensor tensor = at::empty(at::IntArrayRef(sizes, dims), at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype)));
    const int64_t capacity = static_cast<int64_t>(tensor.nbytes());
    TORCH_CHECK(bytes == capacity, "the data has ", bytes, " bytes, but the shape ", tensor.sizes(), " takes ", capacity);
    if (bytes > 0) {
      std::memcpy(tensor.data_ptr(), data, bytes);
    }
    return release(std::move(tensor));
  });
}

// ---------------------------------------------------------------- autograd

ST_API bool st_tensor_requires_grad(Impl* handle) {
  return guarded<bool>(false, [&] { return handle->requires_grad(); });
}

ST_API bool st_tensor_set_requires_grad(Impl* handle, bool value) {
  return guarded<bool>(false, [&] {
    borrow(handle).set_requires_grad(value);
    return true;
  });
}

ST_API bool st_tensor_is_leaf(Impl* handle) {
  return guarded<bool>(false, [&] { return borrow(handle).is_leaf(); });
}

ST_API bool st_tensor_retain_grad(Impl* handle) {
  return guarded<bool>(false, [&] {
    borrow(handle).retain_grad();
    return true;
  });
}

ST_API Impl* st_tensor_grad(Impl* handle) {
  return guarded<Impl*>(nullptr, [&] { return release(Tensor(borrow(handle).grad())); });
}

ST_API bool st_tensor_set_grad(Impl* handle, Impl* gradient) {
  return guarded<bool>(false, [&] {
    borrow(handle).mutable_grad() = borrow(gradient);
    return true;
  });
}

ST_API bool st_backward(
    Impl* const* tensors,
    int64_t count,
    Impl* const* gradients,
    int64_t gradient_count,
    bool retain_graph,
    bool create_graph,
    Impl* const* inputs,
    int64_t input_count) {
  return guarded<bool>(false, [&] {
    torch::autograd::backward(
        borrow_all(tensors, count),
        borrow_all(gradients, gradient_count),
        retain_graph,
        create_graph,
        borrow_all(inputs, input_count));
    return true;
  });
}

// Writes one owned handle per input (null: not used) to `results`.
ST_API bool st_grad(
    Impl* const* outputs,
    int64_t output_count,
    Impl* const* inputs,
    int64_t input_count,
    Impl* const* gradients,
    int64_t gradient_count,
    bool retain_graph,
    bool create_graph,
    bool allow_unused,
    Impl** results) {
  return guarded<bool>(false, [&] {
    auto found = torch::autograd::grad(
        borrow_all(outputs, output_count),
        borrow_all(inputs, input_count),
        borrow_all(gradients, gradient_count),
        retain_graph,
        create_graph,
        allow_unused);
    for (size_t i = 0; i < found.size(); i++) {
      results[i] = release(std::move(found[i]));
    }
    return true;
  });
}

ST_API bool st_grad_mode() {
  return c10::GradMode::is_enabled();
}

ST_API void st_set_grad_mode(bool enabled) {
  c10::GradMode::set_enabled(enabled);
}

ST_API bool st_inference_mode() {
  return c10::InferenceMode::is_enabled();
}

ST_API void* st_enter_inference_mode(bool enabled) {
  return guarded<void*>(nullptr, [&]() -> void* { return new c10::InferenceMode(enabled); });
}

ST_API void st_leave_inference_mode(void* mode) {
  delete static_cast<c10::InferenceMode*>(mode);
}

ST_API bool st_anomaly_mode() {
  return torch::autograd::AnomalyMode::is_enabled();
}

ST_API bool st_anomaly_check_nan() {
  return torch::autograd::AnomalyMode::should_check_nan();
}

ST_API void st_set_anomaly_mode(bool enabled, bool check_nan) {
  torch::autograd::AnomalyMode::set_enabled(enabled, check_nan);
}

ST_API void st_set_callbacks(const Callbacks* table) {
  callbacks = *table;
}

// Appends to the list that a callback was given.
ST_API bool st_list_push(void* list, Impl* handle) {
  return guarded<bool>(false, [&] {
    static_cast<torch::autograd::variable_list*>(list)->push_back(borrow(handle));
    return true;
  });
}

// Runs a custom function over the tensor inputs. `call` is released through the callback, also when this fails.
ST_API bool st_function_apply(intptr_t call, Impl* const* inputs, int64_t count, Value* result) {
  return guarded<bool>(false, [&] {
    const auto holder = c10::make_intrusive<ManagedCall>(call);
    const std::vector<Tensor> tensors = borrow_all(inputs, count);
    *result = to_value(IValue(ManagedFunction::apply(at::TensorList(tensors), holder)));
    return true;
  });
}

ST_API bool st_context_save(void* context, Impl* const* tensors, int64_t count) {
  return guarded<bool>(false, [&] {
    context_of(context)->save_for_backward(borrow_all(tensors, count));
    return true;
  });
}

ST_API bool st_context_saved(void* context, Value* result) {
  return guarded<bool>(false, [&] {
    *result = to_value(IValue(context_of(context)->get_saved_variables()));
    return true;
  });
}

ST_API bool st_context_mark_dirty(void* context, Impl* const* tensors, int64_t count) {
  return guarded<bool>(false, [&] {
    context_of(context)->mark_dirty(borrow_all(tensors, count));
    return true;
  });
}

ST_API bool st_context_mark_non_differentiable(void* context, Impl* const* tensors, int64_t count) {
  return guarded<bool>(false, [&] {
    context_of(context)->mark_non_differentiable(borrow_all(tensors, count));
    return true;
  });
}

ST_API void st_context_set_materialize_grads(void* context, bool value) {
  context_of(context)->set_materialize_grads(value);
}

// ---------------------------------------------------------------- random numbers

// The default generator of the device, or an independent one of the same kind.
ST_API c10::GeneratorImpl* st_generator_default(int64_t device) {
  return guarded<c10::GeneratorImpl*>(nullptr, [&] {
    at::Generator generator = at::globalContext().defaultGenerator(unpack_device(device));
    return generator.unsafeReleaseGeneratorImpl();
  });
}

ST_API c10::GeneratorImpl* st_generator_new(int64_t device, uint64_t seed) {
  return guarded<c10::GeneratorImpl*>(nullptr, [&] {
    at::Generator generator = at::globalContext().defaultGenerator(unpack_device(device)).clone();
    generator.set_current_seed(seed);
    return generator.unsafeReleaseGeneratorImpl();
  });
}

ST_API void st_generator_free(c10::GeneratorImpl* handle) {
  GeneratorPtr::reclaim(handle);
}

ST_API uint64_t st_generator_initial_seed(c10::GeneratorImpl* handle) {
  return handle->current_seed();
}

ST_API bool st_generator_set_seed(c10::GeneratorImpl* handle, uint64_t seed) {
  return guarded<bool>(false, [&] {
    const std::lock_guard<std::mutex> lock(handle->mutex_);
    handle->set_current_seed(seed);
    return true;
  });
}

// Seeds from the system's entropy; writes the seed.
ST_API bool st_generator_reseed(c10::GeneratorImpl* handle, uint64_t* seed) {
  return guarded<bool>(false, [&] {
    const std::lock_guard<std::mutex> lock(handle->mutex_);
    *seed = handle->seed();
    return true;
  });
}

ST_API Impl* st_generator_get_state(c10::GeneratorImpl* handle) {
  return guarded<Impl*>(nullptr, [&] {
    const std::lock_guard<std::mutex> lock(handle->mutex_);
    return release(borrow_generator(handle).get_state());
  });
}

ST_API bool st_generator_set_state(c10::GeneratorImpl* handle, Impl* state) {
  return guarded<bool>(false, [&] {
    const std::lock_guard<std::mutex> lock(handle->mutex_);
    borrow_generator(handle).set_state(borrow(state));
    return true;
  });
}

// Seeds the default generators of all devices.
ST_API bool st_manual_seed(uint64_t seed) {
  return guarded<bool>(false, [&] {
    at::manual_seed(seed);
    return true;
  });
}

// ---------------------------------------------------------------- settings and devices

ST_API int32_t st_default_dtype() {
  return static_cast<int32_t>(c10::get_default_dtype_as_scalartype());
}

ST_API bool st_set_default_dtype(int32_t dtype) {
  return guarded<bool>(false, [&] {
    c10::set_default_dtype(c10::scalarTypeToTypeMeta(static_cast<at::ScalarType>(dtype)));
    return true;
  });
}

ST_API int32_t st_num_threads() {
  return at::get_num_threads();
}

ST_API bool st_set_num_threads(int32_t count) {
  return guarded<bool>(false, [&] {
    at::set_num_threads(count);
    return true;
  });
}

ST_API int32_t st_num_interop_threads() {
  return at::get_num_interop_threads();
}

ST_API bool st_set_num_interop_threads(int32_t count) {
  return guarded<bool>(false, [&] {
    at::set_num_interop_threads(count);
    return true;
  });
}

ST_API bool st_cuda_is_available() {
  return guarded<bool>(false, [&] { return torch::cuda::is_available(); });
}

ST_API bool st_cuda_cudnn_is_available() {
  return guarded<bool>(false, [&] { return torch::cuda::cudnn_is_available(); });
}

ST_API int32_t st_cuda_device_count() {
  return guarded<int32_t>(0, [&] { return static_cast<int32_t>(torch::cuda::device_count()); });
}

ST_API bool st_cuda_synchronize(int64_t index) {
  return guarded<bool>(false, [&] {
    torch::cuda::synchronize(index);
    return true;
  });
}

ST_API bool st_cuda_manual_seed(uint64_t seed, bool all) {
  return guarded<bool>(false, [&] {
    if (all) {
      torch::cuda::manual_seed_all(seed);
    } else {
      torch::cuda::manual_seed(seed);
    }
    return true;
  });
}

ST_API bool st_cuda_allow_tf32() {
  return guarded<bool>(false, [&] { return at::globalContext().allowTF32CuBLAS(); });
}

ST_API bool st_set_cuda_allow_tf32(bool value) {
  return guarded<bool>(false, [&] {
    at::globalContext().setAllowTF32CuBLAS(value);
    return true;
  });
}

ST_API bool st_cudnn_allow_tf32() {
  return guarded<bool>(false, [&] { return at::globalContext().allowTF32CuDNN(); });
}

ST_API bool st_set_cudnn_allow_tf32(bool value) {
  return guarded<bool>(false, [&] {
    at::globalContext().setAllowTF32CuDNN(value);
    return true;
  });
}
